internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx runs`: the list of runs.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List the recorded runs, newest first.",
    discussion: """
      For example: jx runs --where 'test.accuracy > 90% and not tag = draft' --sort -test.accuracy.

      Keys are properties (id, name, status, tag, note, started, ended, epochs, checkpoint, data, host, engine, \
      threads), config keys (train.learning_rate) and figures (test.accuracy, validation.loss, validation.loss.min). \
      Conditions compare with = != < <= > >= ~ (contains) LIKE, IN (…) and IS NULL, and are joined by AND, OR, NOT and \
      parentheses. Times are written 2026-11-01, today, or 7 days ago.
      """)

  @Option(
    name: .customLong("where"), help: ArgumentHelp("Only runs that fulfil a condition.", valueName: "expr"))
  var condition: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Sort by a key, with - in front for the largest first.", valueName: "key"))
  var sort: String?

  @Option(
    help: ArgumentHelp(
      "At most so many runs; 0 for all (default: 50 in a table, all with --json and --csv).", valueName: "n"))
  var limit: Int?

  @Flag(help: "List the deleted runs instead.")
  var deleted = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit \(limit) is negative; take 0 for all runs.") }
  }

  func run() throws {
    let limit = limit ?? (output.format == .table ? 50 : 0)
    let (accuracy, test, loss) = (
      MetricKey(.validation, "accuracy"), MetricKey(.test, "accuracy"), MetricKey(.train, "loss")
    )
    let page = try registry.open().page(
      matching: RunQuery(
        where: condition, sortedBy: sort, scope: deleted ? .deleted : .present,
        limit: limit > 0 ? limit : nil, figures: [accuracy, test, loss]))
    var listing = Listing(
      "id", "name", "status", "epochs", "best validation", "test", "loss", "checkpoint", "data", "started")
    for run in page.runs {
      listing.append(
        .text(run.id.text), .text(run.name),
        .text(RunStatusText.status(of: run, isShort: output.format != .table)),
        .text("\(run.epochCount)/\(run.plannedEpochs)"),
        .optional(percentage: run.metrics[accuracy]?.largest?.value),
        .optional(percentage: run.evaluations[test]),
        .optional(run.metrics[loss]?.last, digits: 4), .text(run.checkpoint),
        .text(run.dataFolder), .text(DateText.short(run.createdAt)))
    }
    if output.format == .table && page.total == 0 {
      Output.line(
        condition != nil
          ? "no run fulfils the condition"
          : deleted ? "no deleted runs" : "no runs yet; start one: jx run configs/quickstart.yaml")
      return
    }
    Output.result(try listing.rendered(as: output.format))
    let rest = page.total - page.runs.count
    if output.format == .table && rest > 0 { Output.note("… and \(rest) more; --limit 0 lists all") }
  }
}
