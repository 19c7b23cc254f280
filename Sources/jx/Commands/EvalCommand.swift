internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Metrics

/// `jx eval`: evaluates a snapshot on a split or on other recordings, or a table of scores from anywhere.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate a run on a held-out split or on other recordings, and record the result.",
    discussion: """
      Figures are given for examples, clips and recordings. With --scores it computes them for any table with the columns \
      label,score_0,score_1,… and records nothing. With --aggregate it compares the rules by which examples become clips on \
      the stored scores of the validation split; --save keeps one with the run.

        jx eval last --split validation
        jx eval last --aggregate all
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

  @Option(
    help: ArgumentHelp(
      "Judge the validation split by another rule: all, or \(Aggregation.all.map(\.name).joined(separator: ", ")).",
      valueName: "rule"),
    completion: .list(["all"] + Aggregation.all.map(\.name)))
  var aggregate: String?

  @Flag(help: "Keep the rule of --aggregate with the run, for eval, query and export; of all, the best.")
  var save = false

  @Option(help: ArgumentHelp("Evaluate every run of a group on its test split.", valueName: "group"))
  var folds: String?

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
    if let aggregate, aggregate != "all", Aggregation(name: aggregate) == nil {
      throw ValidationError(
        "There is no rule '\(aggregate)'; take all, " + Aggregation.all.map(\.name).joined(separator: ", ")
          + ".")
    }
    guard aggregate != nil || !save else { throw ValidationError("--save goes with --aggregate.") }
    guard aggregate == nil || (split == nil && data == nil) else {
      throw ValidationError(
        "--aggregate compares rules on the validation split; leave out --split and --data.")
    }
    guard folds == nil || (runName == nil && split == nil && data == nil && aggregate == nil && scores == nil)
    else {
      throw ValidationError(
        "--folds evaluates the runs of a group on their test splits; leave out run and data.")
    }
    guard scores != nil || folds != nil || runName != nil else {
      throw ValidationError("Missing expected argument '<run>', or a table with --scores.")
    }
  }

  func run() throws {
    if let scores { return try TableReport(path: scores).print(as: output.format) }
    let store = try registry.open()
    Interruption.install()
    let reporter = RunReporter()
    defer { reporter.clear() }
    let evaluation = RunEvaluation(
      registry: store, cache: ExampleCache(), compute: compute.config,
      isCancelled: { Interruption.isRequested }, observe: { reporter.report($0) })
    if let folds {
      for row in try FoldSummary(group: folds, in: store).rows {
        reporter.report(
          .evaluated(try evaluation.evaluate(row.run.id, split: .test, snapshot: snapshot.selector)))
      }
      return try FoldReport(FoldSummary(group: folds, in: store)).print(as: output.format)
    }
    let id = try store.resolve(runName ?? "last")
    if let aggregate { return try compareRules(aggregate, of: id, evaluation, store) }
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
      Output.result(EvaluationText.looks(try store.looks(before: record, of: id)))
      Output.result(EvaluationText.figures(record).table)
      Output.result(EvaluationText.classListing(record, classes: classes).table)
      Output.result(EvaluationText.classesWithoutClips(record, classes: classes))
      Output.result(EvaluationText.confusions(record, classes: classes))
      if let confusion = try store.multiLabelConfusion(of: record, run: id) {
        Output.result(EvaluationText.mistakes(confusion, classes: classes))
      }
    }
  }

  /// Compares rules on the stored scores of the validation split, and keeps one if asked to.
  private func compareRules(
    _ name: String, of id: RunID, _ evaluation: RunEvaluation, _ store: Registry
  ) throws {
    var decision = try store.decision(of: store.details(of: id))
    let scores = try evaluation.scores(of: id, split: .validation, snapshot: snapshot.selector).scores
    let rules = Aggregation(name: name).map {
      $0 == decision.aggregation ? [$0] : [$0, decision.aggregation]
    }
    let report = try AggregationReport(
      rules ?? Aggregation.all, scores: scores, present: decision.aggregation)
    Output.result(try report.listing.rendered(as: output.format))
    guard save, let chosen = Aggregation(name: name) ?? report.best else { return }
    decision.aggregation = chosen
    try store.save(decision, of: id)
    Output.note("run \(id) now judges clips by \(chosen.name)")
  }
}
