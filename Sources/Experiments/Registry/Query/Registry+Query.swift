internal import Foundation
internal import GRDB

extension Registry {
  /// The runs that a query asks for.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` that points at the place in the condition or sort key.
  public func runs(matching query: RunQuery) throws -> [RunSummary] { try page(matching: query).runs }

  /// The runs that a query asks for, and how many there are without its limit.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` that points at the place in the condition or sort key.
  public func page(matching query: RunQuery) throws -> RunPage {
    let crashed = try crashedRuns()
    let numbers = try read { db in
      try SQLRequest<Int64>(literal: Self.statement(query, crashed: crashed, db)).fetchAll(db)
    }
    let listed = query.limit.map { Array(numbers.prefix($0)) } ?? numbers
    return RunPage(runs: try summaries(of: listed, figures: query.figures), total: numbers.count)
  }

  /// The one statement that finds the runs and puts them in order.
  private static func statement(_ query: RunQuery, crashed: [Int64], _ db: Database) throws -> SQL {
    let keys = QueryKeys(db: db)
    let sql = QuerySQL(crashed: crashed)
    var conditions: [SQL] = [
      query.scope == .deleted ? "runs.deleted_at IS NOT NULL" : "runs.deleted_at IS NULL"
    ]
    if let text = query.condition {
      var parser = try QueryParser(QueryText(option: "--where", text: text), keys: keys)
      conditions.append(try sql.condition(try parser.parse()))
    }
    var order: SQL = "runs.sequence DESC, runs.number DESC"
    if let text = query.sortKey {
      let isDescending = text.hasPrefix("-")
      let name = isDescending ? String(text.dropFirst()) : text
      let source = QueryText(option: "--sort", text: text)
      let field = try keys.field(
        name, at: (isDescending ? 1 : 0)..<text.count, of: source, comparedWithNumber: true)
      let value = try sortable(field, sql)
      order = "\(value) IS NULL, \(value) \(sql: isDescending ? "DESC" : "ASC"), \(order)"
    }
    return "SELECT runs.number FROM runs WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order)"
  }

  /// Config values that are numbers come in the order of numbers, in front of texts.
  private static func sortable(_ field: RunField, _ sql: QuerySQL) throws -> SQL {
    let value = try sql.value(of: field)
    guard case .config = field else { return value }
    return "iif(\(value) <= CAST(9e999 AS REAL), CAST(\(value) AS REAL), \(value))"
  }

  /// The numbers of the runs that say that they run while nobody holds their lock.
  private func crashedRuns() throws -> [Int64] {
    let running = try read { db in
      try Row.fetchAll(db, sql: "SELECT number, id FROM runs WHERE status = 'running'").map { row in
        (number: row["number"] as Int64, id: try RegistryRow.value(RunID(row["id"]), "id"))
      }
    }
    return try running.filter { run in
      let process = try read { db in try AttemptRows.fetch(run: run.number, db).last?.process }
      return try !liveState(of: run.id, lastProcess: process).isHeld && !hasEnded(run.number)
    }.map(\.number)
  }
}
