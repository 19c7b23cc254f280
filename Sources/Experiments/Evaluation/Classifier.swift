public import Audio
public import Metrics
internal import Net

/// A trained network of a run, ready to say what it hears.
///
/// Not for use from two threads at once.
public final class Classifier {
  /// The run.
  public let details: RunDetails
  /// The snapshot that is asked.
  public let snapshot: Snapshot
  /// How recordings become examples, as in training.
  public let frontEnd: FrontEnd
  /// The ids of the classes in a database, where the run was given some.
  public let classIDs: ClassIDs?
  /// How the examples of a recording become one answer.
  public let decision: DecisionRule
  /// Why the engine is not the fastest one, in one line.
  public let engineNote: String?

  /// The class that the config calls background; nil for none.
  let background: String?
  let loss: Loss
  let plan: any Plan

  /// Loads a run's snapshot.
  ///
  /// - Parameters:
  ///   - id: the run.
  ///   - registry: where it is recorded.
  ///   - selector: which snapshot.
  ///   - compute: engine and threads.
  ///   - batchSize: examples at a time.
  /// - Throws: ``ExperimentError`` for a missing or damaged snapshot.
  public init(
    of id: RunID, in registry: Registry, snapshot selector: SnapshotSelector = .best,
    compute: ComputeConfig = ComputeConfig(), batchSize: Int = 32
  ) throws {
    details = try registry.details(of: id)
    let config = try registry.config(of: details).config
    loss = config.train.loss
    background = config.data.background
    decision = try registry.decision(of: details)
    frontEnd = try config.features.frontEnd()
    snapshot = try registry.snapshot(selector, of: details)
    classIDs = try ClassFiles.ids(in: registry.folderPath(of: id))
    let selected = try compute.selectEngine()
    engineNote = selected.note
    plan = try selected.engine.compile(
      details.network, options: PlanOptions(maximumBatchSize: batchSize, threads: compute.threadCount))
    try SnapshotReader(runFolder: registry.folderPath(of: id)).loadValues(of: snapshot, into: plan)
  }

  /// The classes in the order of the scores' columns.
  public var classes: [String] { details.classes }

  /// Examples at a time.
  var batchSize: Int { plan.options.maximumBatchSize }

  /// The probabilities of every class for each example, `[n, classes]`.
  ///
  /// - Throws: ``ExperimentError`` if the network gives numbers that are not finite.
  public func probabilities(of examples: Examples) throws(ExperimentError) -> Scores {
    try scores(of: examples).probabilities
  }

  /// The logits, row-major `[n, classes]`, and probabilities of every class for each example.
  ///
  /// - Throws: ``ExperimentError`` if the network gives numbers that are not finite.
  func scores(of examples: Examples) throws(ExperimentError) -> (logits: [Float], probabilities: Scores) {
    let (classCount, size) = (classes.count, plan.network.inputCount)
    var logits = [Float](repeating: 0, count: examples.count * classCount)
    for start in stride(from: 0, to: examples.count, by: batchSize) {
      let end = min(start + batchSize, examples.count)
      plan.forward(examples.values.span.extracting((start * size)..<(end * size)), count: end - start)
      var all = logits.mutableSpan
      var part = all._mutatingExtracting((start * classCount)..<(end * classCount))
      plan.readActivation(ofLayer: plan.network.layers.count - 1, into: &part)
    }
    do throws(MetricsError) {
      let raw = try Scores(logits, classCount: classCount, classNames: classes)
      return (logits, loss == .sigmoid ? raw.sigmoid() : raw.softmax())
    } catch {
      throw ExperimentError(.invalidData, found: "the network's scores are unusable: \(error)")
    }
  }
}
