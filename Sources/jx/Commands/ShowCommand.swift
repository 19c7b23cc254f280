internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx show`: everything about one run.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one run: config, data, epochs, best, confusions, snapshots, warnings.")

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Flag(help: "List every start and resume.")
  var attempts = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let store = try registry.open()
    let record = try RunRecord(store.resolve(runName), in: store)
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(record))
    case .csv: Output.result(try ShowText(record).epochs.rendered(as: .csv))
    case .table: Output.result(ShowText(record).text(isListingAttempts: attempts))
    }
  }
}

/// All that the registry has of one run.
struct RunRecord: Encodable {
  var details: RunDetails
  var epochs: [EpochRecord]
  var evaluations: [EvaluationRecord]
  var snapshots: [Snapshot]
  /// The looks at the clips of each evaluation before it, by the evaluation's number.
  var looksBefore: [String: [Look]] = [:]
  var progress: RunProgress?

  private enum CodingKeys: String, CodingKey {
    case details
    case epochs
    case evaluations
    case snapshots
    case looksBefore = "looks_before"
    case progress
  }

  init(_ id: RunID, in registry: Registry) throws {
    details = try registry.details(of: id)
    epochs = try registry.epochs(of: id)
    evaluations = try registry.evaluations(of: id)
    for evaluation in evaluations {
      looksBefore[String(evaluation.number)] = try registry.looks(before: evaluation, of: id)
    }
    snapshots = try registry.snapshots(of: id)
    progress = registry.progress(of: id)
  }
}
