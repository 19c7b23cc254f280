internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation
internal import Net

/// `jx-bench serve`: our side of the protocol of ``WorkerReply``; also a fixed piece of work for other measuring tools.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Do as many steps as each line of standard input says, and print their durations as JSON.")

  @Option(help: "train, infer, dense or features.", transform: choice)
  var mode = Part.train
  @Option(help: "auto, native or openblas.", transform: choice)
  var engine = EngineChoice.auto
  @Option(help: "Examples in a step.")
  var batch = 32
  @Option(help: "Threads that compute.")
  var threads = 2
  @Option(help: "Filters of the first convolution; 64 is VGGish.")
  var width = 64
  @Option(help: "Steps before the first answer, without being timed.")
  var warmup = 2
  @Option(help: "The recording for features (default: the synthetic one).")
  var clip: String?

  func run() throws {
    // Its file goes with the object, which has to outlive the steps.
    let synthetic = mode == .features && clip == nil ? try SyntheticClip() : nil
    defer { withExtendedLifetime(synthetic) {} }
    let work: any Workload =
      if let task = NetworkWorkload.Task(rawValue: mode.rawValue) {
        try NetworkWorkload(task, engine: engine, batchSize: batch, threads: threads, width: width)
      } else {
        FeatureWorkload(path: clip ?? synthetic?.path ?? "", frontEnd: try FrontEnd())
      }
    for _ in 0..<warmup { try work.step() }
    try answer(WorkerReply(version: (work as? NetworkWorkload)?.engine.rawValue))
    while let line = readLine() {
      guard let count = Int(line), count > 0 else { throw BenchmarkError("'\(line)' is no number of steps") }
      let timings = try work.timeSteps(count)
      try answer(WorkerReply(seconds: timings.values, peakMemory: ProcessMemory.peakBytes))
    }
  }

  private func answer(_ reply: WorkerReply) throws {
    FileHandle.standardOutput.write(try JSONEncoder().encode(reply) + Data("\n".utf8))
  }
}
