internal import GRDB

extension Registry {
  /// The run that somebody means by an id, a name (of several the newest), `last` (the newest of all) or the beginning of
  /// an id, in that order. Deleted runs are found by their whole id alone.
  ///
  /// - Parameter deleted: looks among the deleted runs instead of the others.
  /// - Throws: ``ExperimentError/Code/missingRun`` with the nearest name, ``ExperimentError/Code/ambiguousRun`` with the
  ///   runs whose ids begin so.
  public func resolve(_ text: String, deleted: Bool = false) throws -> RunID {
    let isListed = deleted ? "deleted_at IS NOT NULL" : "deleted_at IS NULL"
    return try read { db in
      if RunID(text) != nil, let id = try Self.ids("id = ?", text, db).first { return id }
      if let id = try Self.ids("name = ? AND name <> '' AND \(isListed)", text, db).first { return id }
      if text == "last" {
        if let id = try Self.ids("? <> '' AND \(isListed)", text, db, limit: 1).first { return id }
        throw deleted
          ? ExperimentError(.missingRun, found: "\(directory) has no deleted runs")
          : ExperimentError(
            .missingRun, found: "\(directory) has no runs yet", remedy: "Begin one with: jx run CONFIG")
      }
      let isPrefix = !text.isEmpty && text.utf8.allSatisfy(Digest.isDigit)
      let candidates = isPrefix ? try Self.ids("id GLOB ? || '*' AND \(isListed)", text, db) : []
      switch candidates.count {
      case 1: return candidates[0]
      case 0: throw try missing(text, isListed, db)
      default: throw try ambiguous(text, candidates, db)
      }
    }
  }

  private static func ids(
    _ condition: String, _ text: String, _ db: Database, limit: Int = -1
  ) throws -> [RunID] {
    try String.fetchAll(
      db, sql: "SELECT id FROM runs WHERE \(condition) ORDER BY sequence DESC, number DESC LIMIT ?",
      arguments: [text, limit]
    ).map { try RegistryRow.value(RunID($0), "id") }
  }

  private func missing(_ text: String, _ isListed: String, _ db: Database) throws -> ExperimentError {
    let isDeleted = isListed.hasSuffix("NOT NULL")
    let names = try String.fetchAll(
      db,
      sql: """
        SELECT name FROM runs WHERE \(isListed) AND name <> '' GROUP BY name ORDER BY max(sequence) DESC LIMIT 1000
        """)
    let nearest = NearestName.suggestion(for: text, among: names + ["last"])
    return ExperimentError(
      .missingRun, found: "\(directory) has no \(isDeleted ? "deleted " : "")run '\(text)'",
      expected: "an id, the beginning of one, a name or last"
        + (nearest.map { " (did you mean '\($0)'?)" } ?? ""),
      remedy: "List the runs with: jx runs\(isDeleted ? " --deleted" : "")")
  }

  private func ambiguous(_ text: String, _ candidates: [RunID], _ db: Database) throws -> ExperimentError {
    let shown = try candidates.prefix(8).map { id in
      let name =
        try String.fetchOne(db, sql: "SELECT name FROM runs WHERE id = ?", arguments: [id.text]) ?? ""
      return name.isEmpty ? id.text : "\(id) (\(name))"
    }
    let more = candidates.count > shown.count ? " and \(candidates.count - shown.count) more" : ""
    return ExperimentError(
      .ambiguousRun,
      found: "'\(text)' begins \(candidates.count) ids: \(shown.joined(separator: ", "))\(more)",
      expected: "one run", remedy: "Give more digits.")
  }
}
