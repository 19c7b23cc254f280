internal import ArgumentParser
internal import Experiments

/// `jx registry rebuild`: restores rows from run folders.
struct RegistryRebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Restore every run that has a folder and no row, after registry.sqlite was lost or damaged.",
    discussion: """
      For example: jx registry rebuild --registry runs. A damaged database is moved aside, not removed. Ends with 1 if \
      a folder could not be restored.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let reporter = RunReporter()
    let (_, report) = try Registry.rebuild(
      directory: registry.folder, allowsNetworkFileSystem: registry.isForced
    ) { done, total in
      reporter.draw("rebuild", total: total, unit: "runs", done: done)
    }
    reporter.clear()
    if json {
      Output.result(try JSONObject.encoded(report))
    } else {
      if let damaged = report.damagedDatabase { Output.line("the damaged database is now \(damaged)") }
      let count = report.restored.count
      Output.line("\(count) \(count == 1 ? "run" : "runs") restored, \(report.known.count) were there")
    }
    for failure in report.failures { Output.note("\(failure.path) could not be restored: \(failure.reason)") }
    if !report.failures.isEmpty { throw Failure.Explained(code: 1) }
  }
}
