internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx data check`: audits a folder of recordings.
struct DataCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Audit a folder of recordings: counts, bad clips, copies under any name, leaks between splits.",
    discussion: """
      Reads every clip once. Copies are found whether they are the same to the bit or coded, resampled, cut or weakened. \
      Ends with 0 if nothing is suspicious, with 1 otherwise. --csv has a row a clip with what was measured.

        jx data check birds --split runs/3e199676/split.csv --html audit.html
      """)

  @Argument(help: "The folder: <folder>/<class>/<clip>.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("Which clips are slices of one recording, on the file's stem.", valueName: "regex"))
  var recording = DataConfig.defaultRecordingPattern

  @Option(
    help: ArgumentHelp(
      "A manifest (path,split), such as a run's split.csv, to look through for leaks.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var split: String?

  @Option(
    help: ArgumentHelp("Write the whole audit as one HTML file too.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Option(help: ArgumentHelp("Threads that decode; 0 for one a core.", valueName: "n"))
  var threads = 0

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...1024).contains(threads) else {
      throw ValidationError("--threads \(threads) is not between 0 and 1024.")
    }
  }

  func run() throws {
    let catalogue = try Catalogue.list(folder: folder, recordingPattern: recording)
    let assignment = try split.map { try SplitManifest(path: $0).assignment(of: catalogue) }
    Interruption.install()
    let reporter = RunReporter()
    defer { reporter.clear() }
    let audit = try DataAudit.run(
      catalogue, split: assignment,
      threads: threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads,
      isCancelled: { Interruption.isRequested },
      progress: { stage, done in
        reporter.draw(
          stage == .decoding ? "read" : "compare", total: catalogue.count, unit: "clips", done: done)
      })
    reporter.clear()
    if let html {
      try AtomicFile.write(AuditPage(audit).html, to: html)
      Output.note("\(html): the audit as a page")
    }
    let text = AuditText(audit)
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(audit, isSnakeCase: true))
    case .csv: Output.result(text.clips.csv)
    case .table: Output.result(text.page)
    }
    if !audit.isClean { throw Failure.Explained(code: 1) }
  }
}
