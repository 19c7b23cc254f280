internal import Foundation
internal import GRDB

extension Registry {
  /// The list of runs, newest first.
  ///
  /// - Parameter includingDeleted: also those put aside by `delete`.
  public func runs(includingDeleted: Bool = false) throws -> [RunSummary] {
    try summaries(
      of: try read { db in
        try Int64.fetchAll(
          db,
          sql: "SELECT number FROM runs WHERE ? OR deleted_at IS NULL ORDER BY sequence DESC, number DESC",
          arguments: [includingDeleted])
      })
  }

  /// Lines of the list of runs for these ids, in their order; those that are not there are left out.
  public func runs(_ ids: [RunID]) throws -> [RunSummary] {
    try summaries(
      of: try read { db in
        let numbers = try Row.fetchAll(
          db, sql: "SELECT id, number FROM runs WHERE id IN (SELECT value FROM json_each(?))",
          arguments: [try RunJSON.encode(ids, isPretty: false)])
        let known = Dictionary(
          uniqueKeysWithValues: numbers.map { ($0["id"] as String, $0["number"] as Int64) })
        return ids.compactMap { known[$0.text] }
      })
  }

  /// Lines of the list of runs, in the order of their numbers.
  ///
  /// - Parameter figures: the figures to read; nil for all.
  func summaries(of wanted: [Int64], figures: Set<MetricKey>? = nil) throws -> [RunSummary] {
    let list = try RunJSON.encode(wanted, isPretty: false)
    while true {
      var (numbers, summaries) = try read { db in try Self.fetchSummaries(of: list, figures, db) }
      var isOutdated = false
      for index in summaries.indices where summaries[index].status != .finished {
        let id = summaries[index].id
        let process = summaries[index].status == .running ? try lastProcess(of: numbers[index]) : nil
        let state = liveState(of: id, lastProcess: process)
        summaries[index].progress = state.progress
        guard summaries[index].status == .running, !state.isHeld else { continue }
        summaries[index].status = .crashed
        if try hasEnded(numbers[index]) { isOutdated = true }
      }
      if !isOutdated { return summaries }
    }
  }

  /// Whether a run says that it ended. A run whose lock is free may have ended in good order between the look at its row
  /// and that at its lock; a crashed one still says that it runs.
  func hasEnded(_ run: Int64) throws -> Bool {
    let status = try read { db in
      try String.fetchOne(db, sql: "SELECT status FROM runs WHERE number = ?", arguments: [run])
    }
    return status != RunStatus.running.rawValue
  }

  private func lastProcess(of run: Int64) throws -> ProcessIdentity? {
    try read { db in try AttemptRows.fetch(run: run, db).last?.process }
  }

  /// - Parameter list: the runs' numbers as a JSON array.
  private static func fetchSummaries(
    of list: String, _ figures: Set<MetricKey>?, _ db: Database
  ) throws -> (numbers: [Int64], summaries: [RunSummary]) {
    var numbers: [Int64] = []
    var summaries: [RunSummary] = []
    var places: [Int64: Int] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT number, runs.id, name, note, created_at, deleted_at, status, reason, epoch_count, planned_epochs,
          (SELECT count(*) FROM attempts WHERE run = runs.number), checkpoint, data_folder
        FROM json_each(?) AS wanted JOIN runs ON number = wanted.value ORDER BY wanted.key
        """, arguments: [list])
    while let row = try rows.next() {
      places[row[0]] = summaries.count
      numbers.append(row[0])
      summaries.append(
        RunSummary(
          id: try RegistryRow.value(RunID(row[1]), "id"), name: row[2], note: row[3], tags: [],
          createdAt: try RegistryRow.date(row[4], "created_at"),
          deletedAt: try RegistryRow.date(row[5], "deleted_at"),
          status: try RegistryRow.value(RunStatus(rawValue: row[6]), "status"), reason: row[7],
          epochCount: row[8],
          plannedEpochs: row[9], attemptCount: row[10], checkpoint: row[11], dataFolder: row[12]))
    }
    try addTags(to: &summaries, places, list, db)
    try addMetrics(to: &summaries, places, list, figures, db)
    try addEvaluations(to: &summaries, places, list, figures, db)
    return (numbers, summaries)
  }

  private static func addTags(
    to summaries: inout [RunSummary], _ places: [Int64: Int], _ list: String, _ db: Database
  ) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT run, tag FROM run_tags WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, tag",
      arguments: [list])
    while let row = try rows.next() {
      if let place = places[row[0]] { summaries[place].tags.append(row[1]) }
    }
  }

  private static func addMetrics(
    to summaries: inout [RunSummary], _ places: [Int64: Int], _ list: String, _ figures: Set<MetricKey>?,
    _ db: Database
  ) throws {
    var keys: [Int64: MetricKey] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT series, split, metric FROM series") {
      let key = MetricKey(try RegistryRow.value(Split(rawValue: row["split"]), "split"), row["metric"])
      if figures?.contains(key) ?? true { keys[row["series"]] = key }
    }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT run, series, last, smallest, smallest_epoch, largest, largest_epoch FROM run_metrics
        WHERE run IN (SELECT value FROM json_each(?)) AND series IN (SELECT value FROM json_each(?))
        """, arguments: [list, try RunJSON.encode(Array(keys.keys), isPretty: false)])
    func point(_ row: Row, _ index: Int) -> MetricRange.Point? {
      guard let value = row[index] as Double?, let epoch = row[index + 1] as Int? else { return nil }
      return MetricRange.Point(value: value, epoch: epoch)
    }
    while let row = try rows.next() {
      guard let place = places[row[0]], let key = keys[row[1]] else { continue }
      summaries[place].metrics[key] = MetricRange(
        last: row[2] ?? .nan, smallest: point(row, 3), largest: point(row, 5))
    }
  }

  private static func addEvaluations(
    to summaries: inout [RunSummary], _ places: [Int64: Int], _ list: String, _ figures: Set<MetricKey>?,
    _ db: Database
  ) throws {
    let names = try figures.map { try RunJSON.encode($0.map(\.name), isPretty: false) }
    // SQLite takes the bare column `evaluation` from the row that has the maximum.
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT run, split, metric, value FROM
          (SELECT run, split, evaluation, max(number) FROM evaluations
            WHERE split IS NOT NULL AND run IN (SELECT value FROM json_each(?)) GROUP BY run, split)
          JOIN evaluation_metrics USING (evaluation)
          WHERE \(names == nil ? "1" : "metric IN (SELECT value FROM json_each(?))")
        """, arguments: StatementArguments([list] + (names.map { [$0] } ?? [])))
    while let row = try rows.next() {
      guard let place = places[row[0]] else { continue }
      let key = MetricKey(try RegistryRow.value(Split(rawValue: row[1]), "split"), row[2])
      guard figures?.contains(key) ?? true else { continue }
      summaries[place].evaluations[key] = row[3] ?? .nan
    }
  }
}
