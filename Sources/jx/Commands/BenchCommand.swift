internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation
internal import Net

/// `jx bench`: how fast this machine trains, infers and computes features.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure training, inference and features on this machine.",
    discussion: """
      Full-size VGGish with a head of 195 classes on random examples, all layers trained with Adam; medians. Takes \
      about 15 seconds. `make bench` measures other frameworks beside it.
      """)

  @Option(help: ArgumentHelp("Examples in a step.", valueName: "n"))
  var batch = 32

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    guard (1...4096).contains(batch) else {
      throw ValidationError("--batch \(batch) is not between 1 and 4096.")
    }
  }

  func run() throws {
    let report = try BenchReport(batchSize: batch, compute: compute.config)
    Output.result(json ? try JSONObject.encoded(report) : report.text)
  }
}
