internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation

/// `jx data demo`: a data set of synthetic bird song to try everything on.
struct DataDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Make a demo data set of synthetic bird song.",
    discussion: """
      Invented species with songs of their own, recorded with noise, echoes and level changes, several recordings a \
      class, each sliced into clips. The same settings give the same bits. A set that was begun is continued.
      """)

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(help: "Species.")
  var classes = 8

  @Option(help: "Recordings of each species.")
  var recordings = 12

  @Option(help: "Clips of each recording.")
  var slices = 3

  @Option(help: "Seconds of a clip.")
  var clipSeconds = 10.0

  @Option(help: "What clips are written as: wav or flac.")
  var format = "wav"

  @Option(help: "What all chance comes from.")
  var seed: UInt64 = 1

  @Option(help: "Threads that compute; 0 for one a core.")
  var threads = 0

  func run() throws {
    guard let format = AudioWriter.Format(rawValue: format.lowercased()) else {
      throw ValidationError("--format is '\(format)'; expected wav or flac")
    }
    let demo = try DemoData(
      classes: classes, recordings: recordings, slices: slices, seed: seed, clipSeconds: clipSeconds,
      format: format)
    let reporter = RunReporter()
    defer { reporter.clear() }
    try demo.generate(
      in: folder, threads: threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
    ) { reporter.draw("clips", total: $0.totalClips, unit: "clips", done: $0.finishedClips) }
    reporter.clear()
    Output.line("\(folder): \(grouped(demo.clipCount)) clips of \(demo.classes) species, synthetic")
  }
}
