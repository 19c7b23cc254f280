internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation

/// `jx query`: what bird is it?
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Name what is heard in recordings of any length.",
    discussion: """
      Classes are ranked by their score over the examples of the recording or time span; the confidence says how sure the \
      network is, and means what it says once the run is calibrated (jx calibrate). "no bird" stands where a noise class \
      is ranked first, no class reaches its threshold, or nothing is loud enough to be heard. A file that can't be read is \
      reported and does not stop the others.

        jx query last garden.wav
        jx query last night.flac --span 3 --format raven > night.txt
        arecord -d 10 -f cd | jx query last -
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Argument(help: "Recordings, folders of them, or - for standard input.", completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("How many classes for each file or time span.", valueName: "n"))
  var top = 3

  @Option(
    help: ArgumentHelp("Answer every so many seconds and join neighbouring answers.", valueName: "seconds"))
  var span: Double?

  @Option(
    help: ArgumentHelp(
      "Seconds from one example to the next, below 0.96 for overlap (default: as in the training).",
      valueName: "seconds"))
  var hop: Double?

  @Option(help: ArgumentHelp("Join detections up to so many seconds apart.", valueName: "seconds"))
  var gap = 0.0

  @Flag(help: "List every time span with its best classes instead of joined detections.")
  var spans = false

  @Option(
    help: ArgumentHelp("text, json, csv, raven (selection table) or audacity (labels).", valueName: "name"),
    completion: .list(QueryFormat.allCases.map(\.rawValue)))
  var format: QueryFormat?

  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top \(top) is less than 1.") }
    if let span, !(span > 0 && span <= 86_400) {
      throw ValidationError("--span \(span) is not above 0 s and at most a day.")
    }
    guard gap >= 0 && gap <= 86_400 else {
      throw ValidationError("--gap \(gap) is not between 0 s and a day.")
    }
    guard format == nil || output.format == .table else {
      throw ValidationError("--format and --\(output.json ? "json" : "csv") exclude each other; take one.")
    }
    guard span != nil || !spans else { throw ValidationError("--spans goes with --span SECONDS.") }
    guard !spans || !(format?.isLabels ?? false) else {
      throw ValidationError("--spans lists every time span; raven and audacity take detections.")
    }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    let sources = try QuerySource.find(files)
    let classifier = try Classifier(
      of: id, in: store, snapshot: snapshot.selector, compute: compute.config)
    if let note = classifier.engineNote { Output.note(note) }
    let format = format ?? QueryFormat(output.format)
    guard format != .audacity || sources.count == 1 else {
      throw ValidationError(
        "Audacity's labels are of one recording and \(sources.count) were given; take raven, or one at a time."
      )
    }
    let query = try RecordingQuery(
      classifier, top: top, spanSeconds: span ?? (format.isLabels ? classifier.frontEnd.hopSeconds : nil),
      hopSeconds: hop)
    Interruption.install()
    var report = QueryReport(
      classifier: classifier, isJoining: query.spanSeconds != nil && !spans, gapSeconds: gap, format: format)
    var failures: [String] = []
    for source in sources {
      do {
        try answer(source, query, &report)
      } catch let error as AudioError {
        Output.note("error: \(error)")
        failures.append(source.name)
      }
    }
    if failures.count < sources.count { Output.result(try report.finished()) }
    guard !failures.isEmpty else { return }
    if sources.count > 1 {
      Output.note(
        "\(failures.count) of \(sources.count) files could not be read: " + failures.joined(separator: ", "))
    }
    throw Failure.Explained(code: failures.count == sources.count ? 66 : 1)
  }

  private func answer(_ source: QuerySource, _ query: RecordingQuery, _ report: inout QueryReport) throws {
    let path = try source.open()
    let progress = RunReporter()
    defer {
      progress.clear()
      source.close()
    }
    func show(_ heard: Double, _ total: Double?) {
      progress.draw(source.name, total: Int(total ?? 0), unit: "s of sound", done: Int(heard))
    }
    report.begin(source.name)
    try query.answer(
      path: path, isCancelled: { Interruption.isRequested }, progress: show, handle: { report.add($0) })
    report.end()
  }
}
