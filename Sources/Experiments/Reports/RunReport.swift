internal import Audio
internal import Charts
internal import Foundation
internal import Metrics

/// One HTML file that shows runs, complete in itself: it opens offline and asks for nothing from anywhere.
public struct RunReport {
  /// Where the runs are recorded.
  public let registry: Registry
  /// The runs, in order.
  public let runs: [RunID]
  /// The split that is reported.
  public let split: Split
  /// How many of the most surely wrong clips each run may show with sound and picture.
  public let embeddedClips: Int
  /// About the most bytes that the file may have; clips beyond it are listed without sound.
  public let byteLimit: Int

  /// A report on runs; at least one.
  public init(
    registry: Registry, runs: [RunID], split: Split = .test, embeddedClips: Int = 24,
    byteLimit: Int = 10_000_000
  ) {
    precondition(!runs.isEmpty, "a report on no run")
    self.registry = registry
    self.runs = runs
    self.split = split
    self.embeddedClips = embeddedClips
    self.byteLimit = byteLimit
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each clip is read.
  ///   - progress: called with the clips that are embedded so far and their number in all.
  /// - Throws: ``ExperimentError`` if a run's record is damaged, or ``ExperimentError/Code/interrupted``.
  public func html(
    isCancelled: () -> Bool, progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> String {
    let reported = try runs.map { try ReportedRun($0, split: split, in: registry) }
    let charts = RunCharts(registry: registry)
    let wanted = reported.map { $0.worstClips(embeddedClips) }
    let total = wanted.reduce(0) { $0 + $1.count }
    // The rest of a page takes up to two megabytes a run.
    var budget = byteLimit - 1_000_000 * runs.count
    var done = 0
    var body = ""
    if runs.count > 1 { body += try comparison(charts) }
    for (number, run) in reported.enumerated() {
      let cards = try clipCards(
        of: run, wanted[number], prefix: "run\(number)-", budget: &budget, isCancelled: isCancelled
      ) {
        done += 1
        progress(done, total)
      }
      let sections = ReportSections(run: run, charts: charts, prefix: "run\(number)-")
      body += try part(sections, number: number, cards: cards)
    }
    return page(body, titles: reported.map(\.details.displayName))
  }

  /// The clips that are embedded: their elements' ids by position, and the elements.
  private struct Cards {
    var ids: [Int: String] = [:]
    var html = ""
    var problems: [String] = []
  }

  private func clipCards(
    of run: ReportedRun, _ indices: [Int], prefix: String, budget: inout Int, isCancelled: () -> Bool,
    progress: () -> Void
  ) throws -> Cards {
    var cards = Cards()
    let config = try registry.config(of: run.details).config
    let frontEnd = try config.features.frontEnd()
    for index in indices {
      guard !isCancelled() else { throw ExperimentError(.interrupted, found: "the report was stopped") }
      let clip = run.clips[index]
      do {
        let embedded = try EmbeddedClip(
          of: config.data.reference(toClip: clip.path), frontEnd: frontEnd, title: clip.path, seconds: 30)
        if embedded.byteCount <= budget {
          budget -= embedded.byteCount
          cards.ids[index] = prefix + "clip\(index)"
          cards.html += card(clip, embedded, id: prefix + "clip\(index)", classes: run.details.classes)
        }
      } catch let error as AudioError {
        cards.problems.append(error.description)
      }
      progress()
    }
    return cards
  }

  private func card(_ clip: ReportedClip, _ embedded: EmbeddedClip, id: String, classes: [String]) -> String {
    let (label, taken) = (
      RunCharts.readable(classes[clip.label]), RunCharts.readable(classes[clip.prediction])
    )
    let caption =
      "<b>\(HTMLText.escaped(label))</b> taken for <b>\(HTMLText.escaped(taken))</b> "
      + "(\(ReportSections.percent(clip.confidence)) against \(ReportSections.percent(clip.ownConfidence)))<br>"
      + "<span class=\"faint\">\(HTMLText.escaped(clip.path))</span>"
    let name = HTMLText.escaped("log-mel spectrogram of \(clip.path)")
    return "<figure id=\"\(id)\"><img alt=\"\(name)\" src=\"\(embedded.picture)\">"
      + "<audio controls preload=\"none\" src=\"\(embedded.sound)\"></audio>"
      + "<figcaption>\(caption)</figcaption></figure>\n"
  }

  private func part(_ sections: ReportSections, number: Int, cards: Cards) throws -> String {
    let name = HTMLText.escaped(sections.run.details.displayName)
    let order: ClassOrder = sections.run.details.classes.count > 30 ? .cluster : .genus
    var text = "<article id=\"run\(number)\">\n"
    text += section(runs.count > 1 ? name : "Summary", sections.summary())
    if !sections.run.epochs.isEmpty, runs.count == 1 {
      let curves = try sections.charts.curves(of: [sections.run.details.id]).drawing().svg(.page)
      text += section("Learning curves", "<div class=\"scroll\">\(curves)</div>")
    }
    text += section(
      "Confusion", try sections.confusion(order: order, split: split, embedded: cards.ids), "confusion")
    text += section("Classes", sections.classTable())
    text += section("Calibration and ranking", try sections.calibration(split: split))
    let problems = cards.problems.map { "<p class=\"warning\">\(HTMLText.escaped($0))</p>" }.joined()
    text += section(
      "Most surely wrong",
      cards.html.isEmpty ? problems : problems + "<div class=\"clips\">\(cards.html)</div>")
    text += section("Config", sections.config())
    text += section("Provenance", sections.provenance())
    return text + "</article>\n"
  }

  /// A section; nothing where there is nothing to show.
  private func section(_ title: String, _ content: String, _ style: String = "") -> String {
    guard !content.isEmpty else { return "" }
    let attribute = style.isEmpty ? "" : " class=\"\(style)\""
    return "<section\(attribute)><h2>\(title)</h2>\n\(content)</section>\n"
  }

  private func comparison(_ charts: RunCharts) throws -> String {
    let sections = try ComparisonSections(RunComparison(runs, in: registry, split: split))
    let curves = try charts.curves(of: runs).drawing().svg(.page)
    return "<article id=\"comparison\">"
      + section("Comparison", sections.warnings + sections.verdict + sections.table)
      + section("What changed", sections.changes) + section("Ranks", sections.ranks)
      + section("Learning curves", "<div class=\"scroll\">\(curves)</div>") + "</article>\n"
  }

  private func page(_ body: String, titles: [String]) -> String {
    let links = titles.enumerated().map {
      "<li><a href=\"#run\($0.offset)\">\(HTMLText.escaped($0.element))</a></li>"
    }
    let navigation =
      titles.count > 1
      ? "<nav aria-label=\"Runs\"><ul><li><a href=\"#comparison\">Comparison</a></li>\(links.joined())</ul></nav>"
      : ""
    return HTMLPage(
      title: titles.joined(separator: ", "), subtitle: "The \(split.rawValue) split, reported by jx.",
      navigation: navigation, body: body
    ).text
  }
}
