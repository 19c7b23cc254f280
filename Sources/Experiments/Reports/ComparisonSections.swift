internal import Metrics

/// The parts of a report that compare its runs.
struct ComparisonSections {
  private let comparison: RunComparison
  private let names: [RunID: String]

  init(_ comparison: RunComparison) {
    self.comparison = comparison
    names = Dictionary(
      comparison.runs.map { ($0.id, $0.name.isEmpty ? $0.id.text : $0.name) },
      uniquingKeysWith: { first, _ in first })
  }

  /// What makes the figures hard to compare.
  var warnings: String {
    comparison.warnings.map { "<p class=\"warning\">\(HTMLText.escaped($0))</p>\n" }.joined()
  }

  /// Who of two is better, as far as the evidence goes.
  var verdict: String {
    guard let pair = comparison.pair else { return "" }
    let (first, second) = (name(0), name(1))
    let claim =
      switch pair.verdict {
      case .secondBetter: "\(second) is better than \(first)."
      case .firstBetter: "\(first) is better than \(second)."
      case .undecided: "No difference between \(first) and \(second) is shown at the level of 5 %."
      }
    let test = pair.comparison.overall
    let difference = pair.differences[.accuracy].map { Self.points($0) } ?? "—"
    return "<p><strong>\(HTMLText.escaped(claim))</strong> "
      + "Accuracy of \(pair.clipCount) clips, \(HTMLText.escaped(second)) less \(HTMLText.escaped(first)): \(difference). "
      + "Of \(pair.recordingCount) recordings \(test.onlySecondCorrect) are gained and \(test.onlyFirstCorrect) lost; "
      + "McNemar's exact p = \(ReportSections.number(test.pValue, digits: 4)).</p>\n"
  }

  /// What differs in config, and the figures with their intervals.
  var table: String {
    var rows = comparison.differences.map { difference in
      [difference.key] + difference.values.map { $0 ?? "—" }
    }
    rows += comparison.figures.map { figure in
      [figure.name]
        + comparison.runs.indices.map { index in
          Self.cell(figure, index, figure.intervals.isEmpty ? nil : figure.intervals[index])
        }
    }
    let columns = [""] + comparison.runs.map { $0.name.isEmpty ? "\($0.id)" : "\($0.name) (\($0.id))" }
    return "<div class=\"scroll\">"
      + HTMLText.sideBySide(
        "What differs in config, and the figures; intervals cover 95 % and are drawn over recordings.",
        columns: columns, rows: rows) + "</div>\n"
  }

  /// The classes, confusions and clips of two runs that changed.
  var changes: String {
    guard let pair = comparison.pair else { return "" }
    func name(_ label: Int) -> String { RunCharts.readable(pair.classes[label]) }
    func number(_ value: Int) -> (text: String, key: Double?) { (String(value), Double(value)) }
    let classes = pair.comparison.classes.filter { $0.test.onlyFirstCorrect + $0.test.onlySecondCorrect > 0 }
    let classRows = classes.map { row -> [(text: String, key: Double?)] in
      [
        (name(row.classIndex), nil), number(row.support), Self.share(row.recallBefore),
        Self.share(row.recallAfter), number(row.test.onlySecondCorrect), number(row.test.onlyFirstCorrect),
        (ReportSections.number(row.adjustedPValue, digits: 4), row.adjustedPValue),
      ]
    }
    let clipRows = pair.changedClips.map { clip -> [(text: String, key: Double?)] in
      [
        (clip.path, nil), (name(clip.before), nil), (name(clip.after), nil),
        (clip.after == clip.label ? "gained" : "lost", nil),
      ]
    }
    let confusionRows = pair.confusionChanges.prefix(30).map { change -> [(text: String, key: Double?)] in
      [
        (name(change.label), nil), (name(change.prediction), nil), number(change.before),
        number(change.after),
      ]
    }
    return Self.sortable(
      "Classes by recordings; p is Holm-corrected for the number of classes.",
      ["Class", "Recordings", "Recall before", "After", "Gained", "Lost", "p"], numbers: 1...6, classRows)
      + Self.sortable(
        "Confusions by clips", ["Class", "Taken for", "Before", "After"], numbers: 2...3, confusionRows)
      + Self.sortable(
        "Clips that changed sides", ["Clip", "Before", "After", "Side"], numbers: nil, clipRows)
  }

  /// The ranks of several runs.
  var ranks: String {
    guard let ranking = comparison.ranking else { return "" }
    let metrics = Evidence.metrics.filter { ranking.rows.first?.ranks[$0] != nil }
    let rows = ranking.rows.enumerated().map { index, row -> [(text: String, key: Double?)] in
      [(String(index + 1), Double(index + 1)), (names[row.id] ?? row.id.text, nil)]
        + metrics.map { (row.ranks[$0].map { ReportSections.number($0, digits: 1) } ?? "—", row.ranks[$0]) }
        + [
          (ReportSections.number(row.meanRank, digits: 2), row.meanRank),
          (row.pValue.map { ReportSections.number($0, digits: 4) } ?? "—", row.pValue),
        ]
    }
    return HTMLText.sortable(
      "1 is the best; p is that of McNemar's exact test over recordings against the first row, Holm-corrected.",
      columns: [("Rank", true), ("Run", false)]
        + metrics.map { ($0.rawValue.replacing("_", with: " "), true) }
        + [("Mean rank", true), ("p", true)], rows: rows)
  }

  private func name(_ index: Int) -> String { names[comparison.runs[index].id] ?? "" }

  private static func cell(
    _ figure: RunComparison.Figure, _ index: Int, _ interval: ConfidenceInterval?
  ) -> String {
    guard let value = figure.values[index] else { return "—" }
    func text(_ value: Double) -> String {
      switch figure.kind {
      case .fraction: ReportSections.percent(value)
      case .number: ReportSections.number(value, digits: 4)
      case .count: ReportSections.number(value, digits: 0)
      }
    }
    return text(value) + (interval.map { " (\(text($0.lower)) … \(text($0.upper)))" } ?? "")
  }

  private static func share(_ value: Double) -> (text: String, key: Double?) {
    (ReportSections.percent(value), value)
  }

  private static func points(_ interval: ConfidenceInterval) -> String {
    func signed(_ value: Double) -> String {
      (value < 0 ? "−" : "+") + ReportSections.number(abs(value) * 100, digits: 1)
    }
    return "\(signed(interval.estimate)) points (95 %: \(signed(interval.lower)) … \(signed(interval.upper)))"
  }

  /// A table; nothing where it has no row.
  private static func sortable(
    _ caption: String, _ titles: [String], numbers: ClosedRange<Int>?,
    _ rows: [[(text: String, key: Double?)]]
  ) -> String {
    guard !rows.isEmpty else { return "" }
    return HTMLText.sortable(
      caption,
      columns: titles.enumerated().map {
        (title: $0.element, isNumeric: numbers?.contains($0.offset) ?? false)
      }, rows: rows)
  }
}
