internal import Foundation

/// What a campaign found, as a table and as JSON.
struct Report: Codable {
  /// The cases of one kind.
  struct Row: Codable {
    var fault: FaultKind
    var cases: Int
    /// Cases in which the fault struck before the run had ended.
    var struck: Int
    var resumes: Int
    /// Folders of runs that were killed before they came to be.
    var orphans: Int
    var lost: Int
  }

  var seed: UInt64
  var rows: [Row]
  var results: [CaseResult]

  init(seed: UInt64, results: [CaseResult]) {
    self.seed = seed
    let order = Dictionary(uniqueKeysWithValues: FaultKind.allCases.enumerated().map { ($1, $0) })
    self.results = results.sorted {
      (order[$0.kind] ?? 0, $0.number) < (order[$1.kind] ?? 0, $1.number)
    }
    rows = FaultKind.allCases.compactMap { kind in
      let own = results.filter { $0.kind == kind }
      guard !own.isEmpty else { return nil }
      return Row(
        fault: kind, cases: own.count, struck: own.count { $0.hasStruck },
        resumes: own.reduce(0) { $0 + $1.resumes }, orphans: own.reduce(0) { $0 + $1.orphans },
        lost: own.count { $0.isLost })
    }
  }

  /// Whether nothing was lost, and the control found out.
  var isGood: Bool { rows.allSatisfy { $0.fault.isControl ? $0.lost > 0 : $0.lost == 0 } }

  /// A line a kind, and what was found.
  var text: String {
    let head = ["fault", "cases", "struck", "resumes", "orphans", "lost"]
    let lines =
      [head]
      + rows.map { row in
        [row.fault.rawValue] + [row.cases, row.struck, row.resumes, row.orphans, row.lost].map(String.init)
      }
    let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = lines.map { line in
      line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
    for result in results where result.isLost && !result.kind.isControl {
      text += "\n\n\(result.kind.rawValue), case \(result.number) (\(result.place)):"
      for finding in result.findings { text += "\n  " + finding }
    }
    let (total, lost) = rows.filter { !$0.fault.isControl }.reduce((0, 0)) {
      ($0.0 + $1.cases, $0.1 + $1.lost)
    }
    return text + "\n\n\(total) cases with seed \(seed), \(lost) lost\n"
  }

  /// The report as JSON.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(self)
  }
}
