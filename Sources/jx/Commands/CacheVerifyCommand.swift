internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx cache verify`: reads the cache through.
struct CacheVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every example in the cache and compare it with its checksum.",
    discussion: """
      Damaged shards are removed; the next run that needs them computes them again. Ends with 1 if there were any. For \
      example: jx cache verify 3f2a reads one part.
      """)

  @Argument(help: "Keys, or their beginnings (default: all).")
  var keys: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    Interruption.install()
    let reporter = RunReporter()
    let outcome = Result { () throws(ExperimentError) in
      try CacheInventory().verify(
        keys: keys, threads: ProcessInfo.processInfo.activeProcessorCount,
        isCancelled: { Interruption.isRequested }
      ) { done, total in reporter.draw("verify", total: total >> 20, unit: "MiB", done: done >> 20) }
    }
    reporter.clear()
    let verification = try outcome.get()
    if json {
      Output.result(try JSONObject.encoded(verification))
    } else {
      for damage in verification.damaged { Output.line("removed \(damage.path): \(damage.reason)") }
      Output.line(
        "\(Quantity.grouped(verification.shards)) shards, \(Quantity.bytes(verification.bytes)): "
          + (verification.damaged.isEmpty ? "all whole" : "\(verification.damaged.count) damaged"))
    }
    if !verification.damaged.isEmpty { throw Failure.Explained(code: 1) }
  }
}
