internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Net

/// `jx-bench limits`: what the machine can do at best, and how a training step spends its time beside it.
struct LimitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits",
    abstract: "Measure the machine's arithmetic and memory limits and the stages of a training step.")

  @Option(help: "Examples in a step.")
  var batch = 32
  @Option(help: "Threads that compute.")
  var threads = 2
  @Flag(help: "Print Markdown.")
  var markdown = false

  func validate() throws {
    guard batch > 0, threads > 0 else { throw ValidationError("Batch size and threads must be positive.") }
  }

  func run() throws {
    guard NativeEngine.isSupported else { throw BenchmarkError("limits need AVX-512, which is not there") }
    let limits = MachineCeiling(threads: threads)
    let work = try NetworkWorkload(.train, engine: .auto, batchSize: batch, threads: threads)
    for _ in 0..<2 { work.step() }
    work.resetStageTimes()
    let timings = try work.timeSteps(forSeconds: 5, atLeast: 5)
    let profile = StageProfile(
      work.stageTimes, network: .vggish(classes: 195), steps: timings.values.count, batchSize: batch,
      ceiling: limits)
    let text =
      "\(limits.description)\n"
      + "A training step of \(batch) examples, \(work.engine.rawValue): "
      + String(format: "%.1f ms\n\n", 1000 * timings.values.reduce(0, +) / Double(timings.values.count))
      + profile.table.rendered(markdown ? .markdown : .plain)
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}
