/// An audit as one HTML file, complete in itself: it opens offline and asks for nothing from anywhere.
public struct AuditPage {
  private let audit: DataAudit

  /// The page of an audit.
  public init(_ audit: DataAudit) { self.audit = audit }

  /// More rows than that are left to CSV: a page must stay small.
  private static let mostRows = 5_000

  /// The whole file.
  public var html: String {
    HTMLPage(
      title: "Audit of \(audit.folder)",
      subtitle: audit.isClean ? "Nothing suspicious." : "What training and evaluation may suffer from.",
      body: summary
        + section("Classes", classes)
        + section("Leaks", leaks)
        + section("The same samples", duplicates)
        + section("Clips that sound alike", nearDuplicates)
        + section("Clips", findings)
        + section("Not used", unused)
    ).text
  }

  private var summary: String {
    let counts: [(String, Int)] =
      [
        ("clips", audit.clipCount), ("classes", audit.classes.count),
        ("recordings on both sides", audit.leaks.count), ("groups of equal clips", audit.duplicates.count),
        ("pairs that sound alike, in several recordings", audit.strayNearDuplicates.count),
      ] + AudioFinding.Kind.allCases.map { ($0.rawValue.replacing("_", with: " "), audit.count(of: $0)) }
    return "<div class=\"figures\">"
      + counts.map { "<div><b>\($0.1)</b>\(HTMLText.escaped($0.0))</div>" }.joined() + "</div>\n"
      + HTMLText.facts([
        ("length", "\(ReportSections.number(audit.seconds / 3600, digits: 2)) h"),
        ("recordings by", audit.recordingPattern),
      ])
  }

  private var classes: String {
    HTMLText.sortable(
      "Above 7.5 kHz: the mean share of a clip's energy that the network cannot hear.",
      columns: DataAudit.tableColumns.enumerated().map { (title: $0.element, isNumeric: $0.offset > 0) },
      rows: audit.tableRows.dropLast().map { row in
        row.enumerated().map { (text: $0.element, key: $0.offset > 0 ? Double($0.element) : nil) }
      })
  }

  private var leaks: String {
    let rows =
      audit.leaks.map { leak in
        [
          leak.recording, leak.splits.map(\.rawValue).joined(separator: ", "),
          leak.examples.joined(separator: ", "),
        ]
      }
      + audit.xenoCantoGroups.map { group in
        [
          group.id, group.isAcrossSplits == true ? "several" : "",
          "counts as the recordings " + group.recordings.joined(separator: ", "),
        ]
      }
    return table(["Recording", "Splits", "Clips"], rows.map { $0.map { ($0, nil) } })
  }

  private var duplicates: String {
    table(
      ["Clips", "Stand in"],
      audit.duplicates.map { group in
        [
          (group.paths.joined(separator: ", "), nil),
          (Self.place(group.isAcrossClasses, group.isAcrossRecordings, group.isAcrossSplits), nil),
        ]
      })
  }

  private var nearDuplicates: String {
    let rows = audit.nearDuplicates.sorted { $0.agreement > $1.agreement }.map {
      pair -> [(text: String, key: Double?)] in
      [
        (pair.first, nil), (pair.second, nil), Self.number(pair.offsetSeconds, digits: 2),
        Self.number(pair.commonSeconds, digits: 1), Self.number(pair.agreement * 100, digits: 1),
        (Self.place(pair.isAcrossClasses, pair.isAcrossRecordings, pair.isAcrossSplits), nil),
      ]
    }
    return table(
      ["Clip", "Sounds like", "From s", "Common s", "Bits alike %", "Stand in"], rows, numeric: 2...4)
  }

  private var findings: String {
    table(
      ["Clip", "Finding", "What"],
      audit.findings.map {
        [($0.path, nil), ($0.kind.rawValue.replacing("_", with: " "), nil), ($0.detail, nil)]
      })
  }

  private var unused: String {
    table(
      ["File", "Reason"],
      (audit.refusedClasses + audit.problems).map { [($0.path, nil), ($0.reason, nil)] }
        + audit.ignored.examples.map { [($0, nil), ("no clip", nil)] })
  }

  /// In words, where clips that should be together stand.
  public static func place(_ classes: Bool, _ recordings: Bool, _ splits: Bool?) -> String {
    let places =
      (splits == true ? ["several splits"] : []) + (classes ? ["several classes"] : [])
      + (recordings ? ["several recordings"] : [])
    return places.isEmpty ? "one recording" : places.joined(separator: ", ")
  }

  private func table(
    _ titles: [String], _ rows: [[(text: String, key: Double?)]], numeric: ClosedRange<Int>? = nil
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let more =
      rows.count > Self.mostRows
      ? "<p class=\"faint\">\(rows.count - Self.mostRows) more are in what --json prints.</p>\n" : ""
    return "<div class=\"scroll\">"
      + HTMLText.sortable(
        "\(rows.count) in all",
        columns: titles.enumerated().map {
          (title: $0.element, isNumeric: numeric?.contains($0.offset) ?? false)
        }, rows: Array(rows.prefix(Self.mostRows))) + "</div>" + more
  }

  private func section(_ title: String, _ content: String) -> String {
    content.isEmpty ? "" : "<section><h2>\(title)</h2>\n\(content)</section>\n"
  }

  private static func number(_ value: Double, digits: Int) -> (text: String, key: Double?) {
    (ReportSections.number(value, digits: digits), value)
  }
}
