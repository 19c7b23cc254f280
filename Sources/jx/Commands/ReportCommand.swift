internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx report`: runs as one HTML file.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one self-contained HTML file about runs, with the clips they got most surely wrong.",
    discussion: """
      The file opens offline: figures, curves, a confusion matrix whose cells list their clips, sound and spectrogram \
      of the worst, a sortable table of classes, calibration, config and provenance; with several runs also what differs.

      Example: jx report last -o report.html
      """)

  @Argument(help: ArgumentHelp("Runs: ids, unique prefixes, names, or last.", valueName: "run"))
  var runs: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "path"),
    completion: .file(extensions: ["html"]))
  var output: String

  @Option(help: "The split: test, validation or train.", completion: .list(["test", "validation", "train"]))
  var split = "test"

  @Option(help: ArgumentHelp("Clips a run to embed with sound and picture.", valueName: "n"))
  var clips = 24

  @Option(
    help: ArgumentHelp("The size in megabytes beyond which clips are listed without sound.", valueName: "mb"))
  var limitMegabytes = 10

  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard Split(rawValue: split) != nil else {
      throw ValidationError("There is no split '\(split)'; take test, validation or train.")
    }
    guard clips >= 0, (1...1_000).contains(limitMegabytes) else {
      throw ValidationError("--clips takes 0 or more, --limit-megabytes 1 to 1000.")
    }
  }

  func run() throws {
    let store = try registry.open()
    let ids = try runs.map { try store.resolve($0) }
    guard Set(ids).count == ids.count else {
      throw ValidationError("A run is named twice: \(runs.joined(separator: ", ")).")
    }
    Interruption.install()
    var bar: ProgressBar?
    defer { bar?.clear() }
    let report = RunReport(
      registry: store, runs: ids, split: Split(rawValue: split) ?? .test, embeddedClips: clips,
      byteLimit: limitMegabytes * 1_000_000)
    let html = try report.html(
      isCancelled: { Interruption.isRequested },
      progress: { done, total in
        bar = bar ?? ProgressBar("clips", total: total, unit: "clips")
        bar?.update(done)
      })
    try AtomicFile.write(html, to: output)
    bar?.clear()
    let megabytes = (Double(html.utf8.count) / 1e6).formatted(digits: 1)
    Output.line("\(output): \(ids.count) \(ids.count == 1 ? "run" : "runs"), \(megabytes) MB")
  }
}
