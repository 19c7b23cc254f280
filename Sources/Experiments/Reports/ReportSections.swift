internal import Charts
internal import Foundation
internal import Metrics
internal import Net

/// The parts of a report that show one run.
struct ReportSections {
  let run: ReportedRun
  let charts: RunCharts
  /// Before the ids of this run's elements.
  let prefix: String

  /// The figures that a reader looks for first.
  func summary() -> String {
    var figures: [(String, String)] = []
    let record = run.evaluation?.record
    if let share = record?.metrics["accuracy"] ?? run.evaluation?.confusion.accuracy {
      figures.append(("accuracy of clips", Self.percent(share)))
    }
    for (name, title) in [
      ("balanced_accuracy", "balanced accuracy"), ("macro_f1", "macro F1"),
      ("recording_accuracy", "accuracy of recordings"),
      ("example_accuracy", "accuracy of examples"), ("top_5_accuracy", "top-5 accuracy"),
    ] {
      if let value = record?.metrics[name], value.isFinite { figures.append((title, Self.percent(value))) }
    }
    let boxes = figures.map { "<div><b>\($0.1)</b>\(HTMLText.escaped($0.0))</div>" }.joined()
    let title = run.evaluation?.title ?? "no evaluation of this split"
    let details = run.details
    return "<p class=\"faint\">\(HTMLText.escaped(title))</p><div class=\"figures\">\(boxes)</div>\n"
      + HTMLText.facts(
        [
          ("run", details.displayName),
          ("status", details.status.rawValue + (details.reason.isEmpty ? "" : ": " + details.reason)),
          ("epochs", "\(run.epochs.count) of \(details.plannedEpochs)"), ("checkpoint", details.checkpoint),
          ("classes", "\(details.classes.count)"), ("tags", details.tags.joined(separator: ", ")),
          ("note", details.note),
        ].filter { !$0.1.isEmpty })
      + details.warnings.map { "<p class=\"warning\">\(HTMLText.escaped($0.text))</p>\n" }.joined()
  }

  /// Recall, precision and more of every class, to be sorted.
  func classTable() -> String {
    guard let evaluation = run.evaluation else { return "" }
    let matrix = evaluation.confusion
    let rankings = run.scores.flatMap { scores -> [ClassRanking]? in
      guard let table = try? scores.table(at: .clip, evaluation.record?.aggregation ?? .sumOfSquares) else {
        return nil
      }
      return try? table.scores.rankings(
        labels: LabelSets(labels: table.labels, classCount: table.scores.classCount))
    }
    let worst = Dictionary(
      matrix.mostConfused().map { ($0.label, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = matrix.classes.map { figures -> [(text: String, key: Double?)] in
      let label = figures.classIndex
      let interval = (try? BinomialProportion(successes: figures.truePositives, trials: figures.support))
        .flatMap { try? $0.wilson() }
      let ranking = rankings?[label]
      let confused = worst[label].map {
        "\(RunCharts.readable(run.details.classes[$0.prediction])) (\($0.count))"
      }
      return [
        (RunCharts.readable(run.details.classes[label]), nil),
        (String(figures.support), Double(figures.support)),
        Self.cell(figures.recall),
        (interval.map { "\(Self.number($0.lower))–\(Self.number($0.upper))" } ?? "—", interval?.lower),
        Self.cell(figures.precision), Self.cell(figures.f1), Self.cell(ranking?.auroc),
        Self.cell(ranking?.averagePrecision), (confused ?? "", nil),
      ]
    }
    return HTMLText.sortable(
      "By clips; the interval of recall is Wilson's at 95 %. A click on a header sorts.",
      columns: [
        ("Class", false), ("Clips", true), ("Recall", true), ("95 %", true), ("Precision", true),
        ("F1", true),
        ("AUROC", true), ("Average precision", true), ("Most often taken for", false),
      ], rows: rows)
  }

  /// The confusion matrix with the clips of each cell.
  ///
  /// - Parameter embedded: the element ids of the clips that are embedded, by their position in the run's clips.
  func confusion(order: ClassOrder, split: Split, embedded: [Int: String]) throws -> String {
    guard run.evaluation != nil else { return "" }
    let chart = try charts.confusion(of: run.details.id, split: split, scale: .rows, order: order)
    let listed = run.clips.indices.filter {
      run.clips[$0].prediction != run.clips[$0].label || embedded[$0] != nil
    }
    .prefix(Self.mostListedClips)
    let right = run.clips.indices.filter { run.clips[$0].prediction == run.clips[$0].label }
      .prefix(Self.mostListedClips - listed.count)
    let entries = (listed + right).map { index in
      let clip = run.clips[index]
      return ClipEntry(
        t: clip.label, p: clip.prediction, f: clip.path, r: clip.recording,
        c: (clip.confidence * 1000).rounded() / 1000, e: embedded[index])
    }
    let data = ClipList(clips: entries, isComplete: entries.count == run.clips.count && !entries.isEmpty)
    let json = try RunJSON.encode(data, isPretty: false)
    let hint =
      run.clips.isEmpty
      ? "The scores of single clips were not kept with this evaluation."
      : "A click on a cell, or Enter on it after the arrow keys, lists its clips."
    return "<p>\(hint)</p><div class=\"scroll\">\(chart.drawing().svg(.page))</div>"
      + "<div class=\"choice\" aria-live=\"polite\"></div>"
      + "<script type=\"application/json\">\(HTMLText.scriptData(json))</script>\n"
  }

  /// How far confidence can be trusted.
  func calibration(split: Split) throws -> String {
    guard run.scores != nil else { return "" }
    let reliability = try charts.calibration(of: run.details.id, split: split).drawing().svg(.page)
    let curves = try charts.precisionRecall(of: run.details.id, split: split).drawing().svg(.page)
    return "<div class=\"scroll\">\(reliability)\(curves)</div>\n"
  }

  /// Where everything came from.
  func provenance() -> String {
    let details = run.details
    var rows: [(String, String)] = [
      ("seed", String(details.seed)), ("started", details.createdAt.formatted(.iso8601)),
      ("data", "\(details.data.folder): \(details.data.fileCount) files, \(details.data.byteCount) bytes"),
      ("data SHA-256", details.data.digest.hexadecimal),
    ]
    if let digest = details.checkpointDigest { rows.append(("checkpoint SHA-256", digest.hexadecimal)) }
    for attempt in details.attempts {
      let environment = attempt.environment
      rows.append(
        (
          "attempt \(attempt.number)",
          "\(attempt.status.rawValue), engine \(environment.engine.rawValue), \(environment.threads) threads"
        ))
      rows += environment.facts.sorted { $0.key < $1.key }.map { ("  " + $0.key, $0.value) }
    }
    return HTMLText.facts(rows)
  }

  /// The resolved config as it was run.
  func config() -> String { "<pre>\(HTMLText.escaped(run.details.configText))</pre>\n" }

  /// More clips than that are not listed: a page must stay small.
  private static let mostListedClips = 20_000

  static func percent(_ share: Double) -> String { number(share * 100, digits: 1) + " %" }

  static func number(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return "—" }
    return value.formatted(
      .number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
  }

  private static func cell(_ value: Double?) -> (text: String, key: Double?) {
    (value.map { number($0) } ?? "—", value)
  }

  /// A clip for the page's script; short keys, for there may be thousands.
  private struct ClipEntry: Encodable {
    let t: Int
    let p: Int
    let f: String
    let r: String
    let c: Double
    let e: String?
  }

  private struct ClipList: Encodable {
    let clips: [ClipEntry]
    let isComplete: Bool
  }
}
