internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx eval`: evaluates a snapshot on a split or on other recordings, or a table of scores from anywhere.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate a run on a held-out split or on other recordings, and record the result.",
    discussion: """
      Figures are given for examples, clips and recordings. With --scores it computes them for any table with the columns \
      label,score_0,score_1,… and records nothing.

        jx eval last --split validation
        jx eval --scores scores.csv --json
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String?

  @Option(
    help: "The split of the run's own data: test, validation or train.",
    completion: .list(["test", "validation", "train"]))
  var split: String?

  @Option(
    help: ArgumentHelp("Another folder <dir>/<class>/<clip>; classes are matched by name.", valueName: "dir"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A table with the columns label (index of the class) and score_0, score_1, …", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var scores: String?

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
    guard scores == nil || (runName == nil && split == nil && data == nil) else {
      throw ValidationError("--scores evaluates a table alone; leave out the run and its options.")
    }
    guard scores != nil || runName != nil else {
      throw ValidationError("Missing expected argument '<run>', or a table with --scores.")
    }
  }

  func run() throws {
    if let scores { return try TableReport(path: scores).print(as: output.format) }
    let store = try registry.open()
    let id = try store.resolve(runName ?? "last")
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
      Output.result(EvaluationText.classesWithoutClips(record, classes: classes))
      Output.result(EvaluationText.confusions(record, classes: classes))
    }
  }
}
