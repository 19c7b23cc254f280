internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx eval`: evaluates a snapshot on a split or on other recordings.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate a run on a held-out split or on other recordings, and record the result.")

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Option(
    help: "The split of the run's own data: test, validation or train.",
    completion: .list(["test", "validation", "train"]))
  var split: String?

  @Option(
    help: ArgumentHelp("Another folder <dir>/<class>/<clip>; classes are matched by name.", valueName: "dir"),
    completion: .directory)
  var data: String?

  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if split != nil && data != nil {
      throw ValidationError("--split and --data exclude each other; take one.")
    }
    if let split, Split(rawValue: split) == nil {
      throw ValidationError("There is no split '\(split)'; take test, validation or train.")
    }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    Interruption.install()
    let reporter = RunReporter()
    defer { reporter.clear() }
    let evaluation = RunEvaluation(
      registry: store, cache: ExampleCache(), compute: compute.config,
      isCancelled: { Interruption.isRequested }, observe: { reporter.report($0) })
    let record: EvaluationRecord
    if let data {
      record = try evaluation.evaluate(id, folder: data, snapshot: snapshot.selector)
    } else {
      let split = split.flatMap { Split(rawValue: $0) } ?? .test
      record = try evaluation.evaluate(id, split: split, snapshot: snapshot.selector)
    }
    reporter.clear()
    let classes = try store.details(of: id).classes
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(record))
    case .csv: Output.result(try EvaluationText.classListing(record, classes: classes).rendered(as: .csv))
    case .table:
      Output.line(EvaluationText.line(record))
      Output.result(EvaluationText.figures(record).table)
      Output.result(EvaluationText.classListing(record, classes: classes).table)
      Output.result(EvaluationText.confusions(record, classes: classes))
    }
  }
}
