internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation

/// `jx data import`: recordings of any format and length become a data set of clips.
struct DataImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Cut recordings of any format and length into a data set of clips.",
    discussion: """
      Walks SRC/<class>/…, reads what libsndfile reads and, if the program ffmpeg is there, everything else, and writes \
      DEST/<class>/<class>_<recording>_<slice>.flac. With --labels the spans in Raven's selection tables and Audacity's \
      label tracks beside the recordings become clips, and their labels classes. SRC is only read. A recording that can't \
      be used does not stop the others: DEST/import-problems.csv says why. Stopped, the same command goes on. \
      DEST/import.csv says where each clip comes from and can be used as data.manifest.

      Example: jx data import field-recordings birds --length 10 --hop 5
      """)

  @Argument(help: "The folder of recordings; it is only read.", completion: .directory)
  var source: String

  @Argument(help: "The folder of clips: a new one, or an import to go on with.", completion: .directory)
  var destination: String

  @Option(help: ArgumentHelp("Length of a clip.", valueName: "seconds"))
  var length = 10.0

  @Option(
    help: ArgumentHelp(
      "From the start of a clip to that of the next; the length unless given.", valueName: "seconds"))
  var hop: Double?

  @Option(help: ArgumentHelp("The shortest last clip.", valueName: "seconds"))
  var minimumTail = 1.0

  @Option(help: "What clips are written as: flac or wav.")
  var format = "flac"

  @Flag(help: "Cut the spans that label files beside the recordings tell.")
  var labels = false

  @Option(help: ArgumentHelp("The column of Raven's tables with the label.", valueName: "name"))
  var labelColumn: String?

  @Option(help: ArgumentHelp("The class of recordings that lie directly in SRC.", valueName: "class"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "Which files are parts of one recording, on the file's stem; '(?<recording>.+)' takes each for one.",
      valueName: "regex"))
  var recording = RecordingPattern.standard

  @Option(help: "Files that are cut side by side; 0 for one a core.")
  var threads = 0

  @Flag(help: "Print the outcome as JSON.")
  var json = false

  func run() throws {
    guard let format = AudioWriter.Format(rawValue: format.lowercased()) else {
      throw ValidationError("--format is '\(format)'; expected flac or wav")
    }
    let settings = try ImportSettings(
      length: length, hop: hop, minimumTail: minimumTail, format: format,
      cutting: labels ? .labels : .recordings, label: label, labelColumn: labelColumn,
      recordingPattern: recording)
    Interruption.install()
    let work = try DataImport(source: source, destination: destination, settings: settings)
    let reporter = RunReporter()
    let report = try work.run(
      threads: threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount,
      isCancelled: { Interruption.isRequested },
      progress: { reporter.draw("import", total: $1, unit: .bytes, done: $0) })
    reporter.clear()
    Output.result(json ? try JSONObject.encoded(report) : text(report))
    if report.isInterrupted {
      Output.note("interrupted; the same command goes on")
      throw Failure.Explained(code: 130)
    }
    guard report.clips > 0 else { throw Failure.Explained(code: 1) }
  }

  private func text(_ report: ImportReport) -> String {
    let hours = (report.seconds / 3600).formatted(digits: 2)
    var lines = [
      "\(destination): \(grouped(report.clips)) clips of \(report.classes) classes, \(hours) h",
      "\(grouped(report.imported)) files cut, \(grouped(report.unchanged)) were there",
    ]
    if report.recordings < report.files {
      lines.append(
        "\(grouped(report.files)) files are parts of \(grouped(report.recordings)) recordings, by their names; "
          + "--recording tells which")
    }
    if report.unlabelled > 0 { lines.append("\(grouped(report.unlabelled)) recordings have no labels") }
    if report.ignoredFiles > 0 { lines.append("\(grouped(report.ignoredFiles)) other files ignored") }
    if report.problemCount > 0 {
      lines.append(
        "\(grouped(report.problemCount)) could not be used, all in \(destination)/\(DataImport.problemsName):"
      )
      lines += report.problems.prefix(5).map { "  \($0.source): \($0.reason)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
