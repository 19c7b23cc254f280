internal import GRDB

/// Finds what a key means in a registry: a property of the run, a config key, or a figure.
struct QueryKeys {
  let db: Database

  /// The properties of a run with the names by which they are known.
  private static let properties: [(name: String, field: RunField)] = [
    ("id", .text(column: "runs.id")), ("name", .text(column: "runs.name")),
    ("note", .text(column: "runs.note")), ("reason", .text(column: "runs.reason")),
    ("status", .status), ("tag", .tag), ("tags", .tag),
    ("started", .time(column: "runs.created_at")), ("created", .time(column: "runs.created_at")),
    ("ended", .time(column: attempt("ended_at"))),
    ("epochs", .count(column: "runs.epoch_count")),
    ("planned_epochs", .count(column: "runs.planned_epochs")),
    ("attempts", .count(column: "(SELECT count(*) FROM attempts WHERE run = runs.number)")),
    ("checkpoint", .text(column: "runs.checkpoint")), ("data", .text(column: "runs.data_folder")),
    ("parent", .text(column: "(SELECT parent FROM run_parents WHERE run = runs.number)")),
    ("host", .text(column: attempt("host"))), ("engine", .text(column: attempt("engine"))),
    ("threads", .count(column: attempt("threads"))),
  ]

  private static func attempt(_ column: String) -> String {
    "(SELECT \(column) FROM attempts WHERE run = runs.number ORDER BY attempts.number DESC LIMIT 1)"
  }

  /// What a key means; nil for one that is unknown.
  ///
  /// `train.loss` names a key of the config and a figure: a number asks for the figure.
  func field(_ name: String, comparedWithNumber isNumeric: Bool) throws -> RunField? {
    if let property = Self.properties.first(where: { $0.name == name }) { return property.field }
    let isConfig = try isConfigKey(name)
    if isConfig && !isNumeric { return .config(name) }
    if let figure = try figure(name) { return figure }
    return isConfig ? .config(name) : nil
  }

  /// As ``field(_:comparedWithNumber:)``, with an error that points at an unknown key and names the nearest.
  func field(
    _ name: String, at range: Range<Int>, of source: QueryText, comparedWithNumber isNumeric: Bool
  ) throws -> RunField {
    if let field = try field(name, comparedWithNumber: isNumeric) { return field }
    let nearest = try suggestion(for: name)
    throw source.error(
      at: range, "there is no key '\(name)'",
      expected: "a property of runs, a config key or a figure that was recorded",
      remedy: nearest.map { "Did you mean '\($0)'?" } ?? "")
  }

  /// The known key that is closest to a name; nil if none is.
  func suggestion(for name: String) throws -> String? {
    let keys = try String.fetchAll(db, sql: "SELECT DISTINCT key FROM config_values")
    let series = try Row.fetchAll(db, sql: "SELECT split, metric FROM series").flatMap { row in
      let name: String = "\(row["split"] as String).\(row["metric"] as String)"
      return [name] + MetricStatistic.allCases.map { "\(name).\($0)" }
    }
    let evaluated = try Row.fetchAll(
      db,
      sql: "SELECT DISTINCT split, metric FROM evaluations JOIN evaluation_metrics USING (evaluation)"
    ).compactMap { row in (row["split"] as String?).map { "\($0).\(row["metric"] as String)" } }
    return NearestName.suggestion(
      for: name, among: Self.properties.map(\.name) + RunConfig.keys.map(\.key) + keys + series + evaluated)
  }

  private func isConfigKey(_ name: String) throws -> Bool {
    if RunConfig.keys.contains(where: { $0.key == name }) { return true }
    return try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM config_values WHERE key = ?)", arguments: [name]) ?? false
  }

  /// `validation.loss`, `validation.loss.min`, `test.accuracy`: epochs go before evaluations where both have a figure.
  private func figure(_ name: String) throws -> RunField? {
    guard let key = MetricKey(name) else { return nil }
    if try hasSeries(key) { return .metric(key, .last) }
    if let dot = key.name.lastIndex(of: "."),
      let statistic = MetricStatistic(rawValue: String(key.name[key.name.index(after: dot)...]))
    {
      let series = MetricKey(key.split, String(key.name[..<dot]))
      if try hasSeries(series) { return .metric(series, statistic) }
    }
    return try hasEvaluation(key) ? .evaluation(key) : nil
  }

  private func hasSeries(_ key: MetricKey) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM series WHERE split = ? AND metric = ?)",
      arguments: [key.split.rawValue, key.name]) ?? false
  }

  private func hasEvaluation(_ key: MetricKey) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM evaluations JOIN evaluation_metrics USING (evaluation) WHERE split = ? AND metric = ?)
        """,
      arguments: [key.split.rawValue, key.name]) ?? false
  }
}
