internal import ArgumentParser
internal import Experiments

/// `jx registry merge`: takes over the runs of another registry.
struct RegistryMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Take over the runs of another registry.",
    discussion: """
      For example: jx registry merge /mnt/other/runs. The other registry is only read. Runs that are here already are \
      passed over, so that merging again does nothing; a run whose id another one has here gets a new id. On one file \
      system both registries share the bytes of snapshots.
      """)

  @Argument(help: "The other registry's folder.", completion: .directory)
  var other: String

  @Flag(help: "Copy snapshots even where both registries could share them.")
  var copy = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let store = try registry.openOrMake()
    Interruption.install()
    let reporter = RunReporter()
    defer { reporter.clear() }
    let report = try store.merge(
      from: other, isSharingNothing: copy, isCancelled: { Interruption.isRequested },
      progress: { reporter.draw("merge", total: $1 >> 20, unit: "MiB", done: $0 >> 20) })
    reporter.clear()
    if json {
      Output.result(try JSONObject.encoded(report))
    } else {
      for run in report.merged where run.id != run.otherID {
        Output.line("run \(run.otherID) is \(run.id) here, where another run has its id")
      }
      let count = report.merged.count
      Output.line(
        "\(count) \(count == 1 ? "run" : "runs") merged, \(report.known.count) were here; "
          + "\(Quantity.bytes(report.copiedByteCount)) copied, \(Quantity.bytes(report.sharedByteCount)) shared"
      )
    }
    for run in report.skipped { Output.note("\(run.path) was passed over: \(run.reason)") }
    for failure in report.failures { Output.note("\(failure.path) could not be merged: \(failure.reason)") }
    if !report.failures.isEmpty || !report.skipped.isEmpty { throw Failure.Explained(code: 1) }
  }
}
