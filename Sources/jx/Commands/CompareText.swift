internal import Experiments
internal import Foundation
internal import Metrics

/// A comparison of runs as text, Markdown, rows and JSON.
struct CompareText {
  private let comparison: RunComparison
  private let figures: [RunComparison.Figure]
  private let isListingFiles: Bool

  init(_ comparison: RunComparison, isOnlyChanged: Bool, isListingFiles: Bool) {
    self.comparison = comparison
    self.isListingFiles = isListingFiles
    figures = comparison.figures.filter { !isOnlyChanged || $0.isDifferent }
  }

  /// All of it for people: a row a key or figure and a column a run, and the evidence below.
  func page(isMarkdown: Bool) -> String {
    func text(_ listing: Listing) -> String { isMarkdown ? listing.markdown : listing.table }
    var parts = [text(columns)]
    if let pair = comparison.pair {
      let evidence = PairText(pair, names: comparison.runs.map { $0.name.isEmpty ? $0.id.text : $0.name })
      parts.append(evidence.verdict)
      parts += evidence.listings(hasFiles: isListingFiles).map { title, listing in
        (isMarkdown ? "**\(title)**\n\n" : Style.bold(title) + "\n") + text(listing)
      }
    }
    if let difference = comparison.exactDifference { parts.append(Self.text(ofExact: difference)) }
    if let ranking = comparison.ranking { parts.append(text(ranks(ranking))) }
    return parts.joined(separator: "\n")
  }

  /// A row a run, for programs.
  var runListing: Listing {
    var columns = ["id", "name", "status"] + comparison.differences.map(\.key)
    for figure in figures {
      columns.append(figure.name)
      if !figure.intervals.isEmpty { columns += [figure.name + ".lower", figure.name + ".upper"] }
    }
    var listing = Listing(columns: columns)
    for (index, run) in comparison.runs.enumerated() {
      var row: [Listing.Cell] = [.text(run.id.text), .text(run.name), .text(run.status.rawValue)]
      row += comparison.differences.map { .optional($0.values[index]) }
      for figure in figures {
        row.append(cell(index, of: figure))
        if !figure.intervals.isEmpty {
          row += [
            .optional(percentage: figure.intervals[index]?.lower),
            .optional(percentage: figure.intervals[index]?.upper),
          ]
        }
      }
      listing.rows.append(row)
    }
    return listing
  }

  /// The rows, warnings and evidence as one object.
  var json: JSONObject {
    let keys = runListing.columns
    let rows = runListing.rows.map { row in JSONObject(zip(keys, row).map { ($0, $1.json) }) }
    var members: [(String, any Encodable)] = [("runs", rows), ("warnings", comparison.warnings)]
    if let pair = comparison.pair { members.append(("pair", PairText.json(pair, hasFiles: isListingFiles))) }
    if let difference = comparison.exactDifference {
      members.append(("subset_accuracy_difference", difference))
    }
    if let ranking = comparison.ranking {
      members.append(
        (
          "ranking",
          ranking.rows.map { row in
            JSONObject([
              ("run", row.id.text), ("mean_rank", row.meanRank),
              ("ranks", Dictionary(uniqueKeysWithValues: row.ranks.map { ($0.key.rawValue, $0.value) })),
              ("p_value", row.pValue),
            ])
          }
        ))
    }
    return JSONObject(members)
  }

  private static func text(ofExact difference: ConfidenceInterval) -> String {
    let isReal = difference.lower > 0 || difference.upper < 0
    return "clips whose classes are said exactly, second against first: \(Percent.difference(difference)): "
      + (isReal ? "a difference\n" : "these recordings don't show a difference\n")
  }

  private var columns: Listing {
    var listing = Listing(columns: [""] + comparison.runs.map { "\($0.id)" })
    listing.rows.append([.text("name")] + comparison.runs.map { .text($0.name) })
    listing.rows.append([.text("status")] + comparison.runs.map { .text($0.status.rawValue) })
    for difference in comparison.differences {
      listing.rows.append([.text(difference.key)] + difference.values.map { .optional($0) })
    }
    for figure in figures {
      let cells = comparison.runs.indices.map { index -> Listing.Cell in
        guard let interval = figure.intervals.isEmpty ? nil : figure.intervals[index] else {
          return cell(index, of: figure)
        }
        guard figure.kind == .fraction else {
          let ends = [interval.lower, interval.upper].map { $0.formatted(digits: 3) }
          return .measured(
            interval.estimate,
            text: "\(interval.estimate.formatted(digits: 3)) (95 %: \(ends[0]) … \(ends[1]))")
        }
        return .measured(interval.estimate, text: Percent.text(interval))
      }
      listing.rows.append([.text(figure.name)] + cells)
    }
    return listing
  }

  private func ranks(_ table: RankTable) -> Listing {
    let metrics = Evidence.metrics.filter { table.rows.first?.ranks[$0] != nil }
    var listing = Listing(
      columns: ["rank", "run", "name"] + metrics.map(\.rawValue) + ["mean rank", "p against the first"])
    let names = Dictionary(comparison.runs.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    for (index, row) in table.rows.enumerated() {
      listing.rows.append(
        [.integer(index + 1), .text(row.id.text), .text(names[row.id] ?? "")]
          + metrics.map { .optional(row.ranks[$0], digits: 1) }
          + [.number(row.meanRank, digits: 2), .optional(row.pValue, digits: 4)])
    }
    return listing
  }

  private func cell(_ index: Int, of figure: RunComparison.Figure) -> Listing.Cell {
    let value = figure.values[index]
    return switch figure.kind {
    case .fraction: .optional(percentage: value)
    case .number: .optional(value, digits: 4)
    case .count: value.map { .integer(Int($0)) } ?? .missing
    }
  }
}
