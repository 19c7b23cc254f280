internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx data check`: audits a folder of recordings.
struct DataCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Audit a folder of recordings: counts, lengths, unreadable, silent, clipped and duplicate clips.",
    discussion: """
      Reads every clip once. Ends with 0 if nothing is suspicious, with 1 otherwise. With --split it also looks for \
      recordings that stand on both sides.
      """)

  @Argument(help: "The folder: <folder>/<class>/<clip>.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("Which clips are slices of one recording, on the file's stem.", valueName: "regex"))
  var recording = DataConfig.defaultRecordingPattern

  @Option(
    help: ArgumentHelp(
      "A manifest (path,split), such as a run's split.csv, to look through.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var split: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let catalogue = try Catalogue.list(folder: folder, recordingPattern: recording)
    let assignment = try split.map { try SplitManifest(path: $0).assignment(of: catalogue) }
    let reporter = RunReporter()
    let audit = DataAudit.run(
      catalogue, split: assignment, threads: ProcessInfo.processInfo.activeProcessorCount
    ) { reporter.draw("check", total: catalogue.count, unit: "clips", done: $0) }
    reporter.clear()
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(audit))
    case .csv: Output.result(try table(audit).rendered(as: .csv))
    case .table: Output.result(text(audit))
    }
    if !audit.isClean { throw Failure.Explained(code: 1) }
  }

  private func table(_ audit: DataAudit) -> Listing {
    var listing = Listing(columns: DataAudit.tableColumns)
    listing.rows = audit.tableRows.map { row in
      row.enumerated().map { column, text in
        guard column > 0 else { return .text(text) }
        if let count = Int(text) { return .integer(count) }
        return Double(text).map { .number($0, digits: 1) } ?? .text(text)
      }
    }
    return listing
  }

  private func text(_ audit: DataAudit) -> String {
    var lines: [String] = []
    lines += audit.refusedClasses.map { "class \($0.path): \($0.reason)" }
    lines += audit.problems.map { "\($0.path): \($0.reason)" }
    lines += audit.findings.map { "\($0.path): \($0.detail)" }
    lines += audit.duplicates.map { group in
      let worst =
        group.isAcrossClasses
        ? ", in several classes" : group.isAcrossRecordings ? ", in several recordings" : ""
      return "the same samples\(worst): " + group.paths.joined(separator: ", ")
    }
    lines += audit.leaks.map { "leak: \($0)" }
    if audit.unmatchedClips > 0 {
      lines.append(
        "\(audit.unmatchedClips) names do not fit the recording pattern; each counts as a recording of its own"
      )
    }
    if audit.ignored.count > 0 { lines.append("\(audit.ignored.count) other files are ignored") }
    let verdict = audit.isClean ? "nothing suspicious\n" : ""
    return table(audit).table + lines.map { $0 + "\n" }.joined() + verdict
  }
}
