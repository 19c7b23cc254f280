internal import Foundation
internal import GRDB

/// Turns conditions into SQL over the table `runs`, every value a parameter.
struct QuerySQL {
  /// The numbers of the runs that say `running` and whose lock is free.
  let crashed: [Int64]

  /// The condition; true or false for every run, never NULL.
  func condition(_ condition: RunCondition) throws -> SQL {
    switch condition {
    case .all(let parts): try joined(parts, " AND ")
    case .any(let parts): try joined(parts, " OR ")
    case .not(let part): "NOT \(try self.condition(part))"
    case .isMissing(.tag): "NOT EXISTS (SELECT 1 FROM run_tags WHERE run = runs.number)"
    case .isMissing(let field): "(\(try value(of: field)) IS NULL)"
    case .comparison(let field, let comparison, let value):
      try self.comparison(field, comparison, value)
    }
  }

  /// What a field is for a run; NULL where it has none.
  func value(of field: RunField) throws -> SQL {
    switch field {
    case .text(let column), .count(let column), .time(let column): SQL(sql: column)
    case .status:
      """
      iif(runs.status = 'running' AND runs.number IN (SELECT value FROM json_each(\(try crashedList))), 'crashed', \
      runs.status)
      """
    case .tag: "(SELECT min(tag) FROM run_tags WHERE run = runs.number)"
    case .config(let key):
      "(SELECT value FROM config_values WHERE key = \(key) AND run = runs.number LIMIT 1)"
    case .metric(let key, let statistic):
      """
      (SELECT \(sql: statistic.column) FROM run_metrics WHERE run = runs.number AND series = \
      (SELECT series FROM series WHERE split = \(key.split.rawValue) AND metric = \(key.name)))
      """
    case .evaluation(let key):
      """
      (SELECT value FROM evaluation_metrics WHERE metric = \(key.name) AND evaluation = \
      (SELECT evaluation FROM evaluations WHERE run = runs.number AND split = \(key.split.rawValue) \
      ORDER BY evaluations.number DESC LIMIT 1))
      """
    }
  }

  private var crashedList: String {
    get throws { String(decoding: try JSONEncoder().encode(crashed), as: UTF8.self) }
  }

  private func joined(_ parts: [RunCondition], _ separator: String) throws -> SQL {
    "(\(try parts.map(condition).joined(separator: separator)))"
  }

  private func comparison(
    _ field: RunField, _ comparison: QueryComparison, _ value: QueryValue
  ) throws -> SQL {
    if case .tag = field, case .text(let text) = value { return tag(comparison, text) }
    let left = try self.value(of: field)
    switch value {
    case .text(let text): return "ifnull(\(textual(left, comparison, text)), 0)"
    case .number(let number):
      // A number compared with a column of text turns those texts into numbers that are some, and no others; they come
      // behind all numbers.
      let isNumber: SQL = "\(left) <= CAST(9e999 AS REAL)"
      let sign = SQL(sql: comparison.rawValue)
      return "ifnull(\(left) \(sign) CAST(\(number) AS REAL) AND \(isNumber), 0)"
    case .time(let begin, let end): return "ifnull(\(time(left, comparison, begin, end)), 0)"
    }
  }

  private func textual(_ left: SQL, _ comparison: QueryComparison, _ text: String) -> SQL {
    switch comparison {
    case .contains: "instr(lower(\(left)), lower(\(text))) > 0"
    case .lacks: "instr(lower(\(left)), lower(\(text))) = 0"
    default: "\(left) \(sql: comparison.rawValue) \(text)"
    }
  }

  private func tag(_ comparison: QueryComparison, _ text: String) -> SQL {
    let positive: [QueryComparison: QueryComparison] = [.unequal: .equal, .lacks: .contains]
    let test = textual("tag", positive[comparison] ?? comparison, text)
    let hasTag: SQL = "EXISTS (SELECT 1 FROM run_tags WHERE run = runs.number AND \(test))"
    return positive[comparison] == nil ? hasTag : "NOT \(hasTag)"
  }

  /// A day is whole: before it means before its beginning, after it behind its end.
  private func time(_ left: SQL, _ comparison: QueryComparison, _ begin: Date, _ end: Date) -> SQL {
    let (first, behind) = (Timestamp.text(begin), Timestamp.text(end))
    let isMoment = begin == end
    return switch comparison {
    case .less: "\(left) < \(first)"
    case .lessOrEqual: isMoment ? "\(left) <= \(first)" : "\(left) < \(behind)"
    case .greater: isMoment ? "\(left) > \(first)" : "\(left) >= \(behind)"
    case .greaterOrEqual: "\(left) >= \(first)"
    case .unequal: isMoment ? "\(left) <> \(first)" : "(\(left) < \(first) OR \(left) >= \(behind))"
    default: isMoment ? "\(left) = \(first)" : "(\(left) >= \(first) AND \(left) < \(behind))"
    }
  }
}
