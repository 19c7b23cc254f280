internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx runs`: the list of runs.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the recorded runs, newest first.")

  @Option(help: ArgumentHelp("At most so many runs; 0 for all.", valueName: "n"))
  var limit = 0

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let runs = try registry.open().runs()
    var listing = Listing(
      "id", "name", "status", "epochs", "best validation", "test", "loss", "checkpoint", "data", "started")
    for run in limit > 0 ? Array(runs.prefix(limit)) : runs {
      listing.append(
        .text(run.id.text), .text(run.name),
        .text(RunStatusText.status(of: run, isShort: output.format != .table)),
        .text("\(run.epochCount)/\(run.plannedEpochs)"),
        .optional(percentage: run.metrics[MetricKey(.validation, "accuracy")]?.largest?.value),
        .optional(percentage: run.evaluations[MetricKey(.test, "accuracy")]),
        .optional(run.metrics[MetricKey(.train, "loss")]?.last, digits: 4), .text(run.checkpoint),
        .text(run.dataFolder), .text(DateText.short(run.createdAt)))
    }
    if output.format == .table && runs.isEmpty {
      Output.line("no runs yet; start one: jx run configs/quickstart.yaml")
      return
    }
    Output.result(try listing.rendered(as: output.format))
  }
}
