public import Audio
internal import Net

/// VGGish up to its embedding, from a checkpoint or a run, ready to embed recordings.
///
/// Not for use from two threads at once.
public final class Embedder {
  /// Where the weights come from, for records: a path, or a run and its snapshot.
  public let origin: String
  /// How recordings become examples.
  public let frontEnd: FrontEnd
  /// Why the engine is not the fastest one, in one line.
  public let engineNote: String?
  /// Values of an embedding: 128 of VGGish at its own width.
  public var count: Int { plan.network.outputCount }
  /// Examples that are computed at once.
  public var batchSize: Int { plan.options.maximumBatchSize }

  private let plan: any Plan

  /// VGGish from a checkpoint of any format.
  ///
  /// - Parameters:
  ///   - path: the checkpoint.
  ///   - isLinear: whether the embedding is taken before its ReLU, as Google's later release has it.
  ///   - features: how recordings become examples.
  ///   - compute: engine and threads.
  ///   - batchSize: examples at a time.
  /// - Throws: ``ExperimentError`` for a checkpoint without VGGish, and as `Checkpoint` does.
  public init(
    checkpoint path: String, isLinear: Bool = false, features: FeatureConfig = FeatureConfig(),
    compute: ComputeConfig = ComputeConfig(), batchSize: Int = 32
  ) throws {
    let checkpoint = try Checkpoint(path: path)
    guard let network = NetworkCheckpoint.network(of: checkpoint) else {
      throw ExperimentError(
        .invalidData, found: "\(path) has no VGGish: \(NetworkCheckpoint.missingNetwork)",
        expected: "a checkpoint with the variables vggish/…")
    }
    let source = NetworkCheckpoint(checkpoint: checkpoint, network: network)
    let problems = source.bodyProblems
    guard problems.isEmpty else {
      throw ExperimentError(
        .invalidData, found: "\(path) is no VGGish: " + problems.joined(separator: "; "),
        expected: "every variable of VGGish with its shape and no other")
    }
    origin = path
    frontEnd = try features.frontEnd()
    (plan, engineNote) = try Self.compile(network, isLinear, compute, batchSize)
    try source.loadValues(of: plan.network.layers, order: nil, into: plan)
  }

  /// VGGish as a run has trained it.
  ///
  /// - Parameters:
  ///   - id: the run.
  ///   - registry: where it is recorded.
  ///   - selector: which snapshot.
  ///   - isLinear: whether the embedding is taken before its ReLU.
  ///   - features: makes of the run's way from recordings to examples the one to take; as in training unless given.
  ///   - compute: engine and threads.
  ///   - batchSize: examples at a time.
  /// - Throws: ``ExperimentError`` for a missing or damaged snapshot.
  public init(
    of id: RunID, in registry: Registry, snapshot selector: SnapshotSelector = .best, isLinear: Bool = false,
    features: (FeatureConfig) -> FeatureConfig = { $0 }, compute: ComputeConfig = ComputeConfig(),
    batchSize: Int = 32
  ) throws {
    let details = try registry.details(of: id)
    let snapshot = try registry.snapshot(selector, of: details)
    origin = "run \(id), \(snapshot.position)"
    frontEnd = try features(registry.config(of: details).config.features).frontEnd()
    (plan, engineNote) = try Self.compile(details.network, isLinear, compute, batchSize)
    try SnapshotReader(runFolder: registry.folderPath(of: id)).loadValues(of: snapshot, into: plan)
  }

  /// The embeddings of some examples.
  ///
  /// - Parameters:
  ///   - examples: `[n, 96, 64]`, row-major, `n` of at most ``batchSize``.
  ///   - embeddings: overwritten with `[n, count]`.
  /// - Throws: ``ExperimentError`` if the network gives numbers that are not finite.
  func embed(_ examples: Span<Float>, into embeddings: inout MutableSpan<Float>) throws(ExperimentError) {
    let number = examples.count / plan.network.inputCount
    plan.forward(examples, count: number)
    plan.readActivation(ofLayer: plan.network.embeddingIndex, into: &embeddings)
    for index in embeddings.indices where !embeddings[index].isFinite {
      throw ExperimentError(
        .invalidData, found: "the network of \(origin) gives the embedding \(embeddings[index])",
        expected: "finite numbers", remedy: "Look into it with jx checkpoint inspect.")
    }
  }

  /// The network without what follows the embedding.
  private static func compile(
    _ network: Network, _ isLinear: Bool, _ compute: ComputeConfig, _ batchSize: Int
  ) throws -> (any Plan, note: String?) {
    let last = network.embeddingIndex
    var layers = Array(network.layers[...last])
    if isLinear { layers[last].activation = .linear }
    let selected = try compute.selectEngine()
    let plan = try selected.engine.compile(
      Network(layers: layers, embeddingIndex: last),
      options: PlanOptions(maximumBatchSize: batchSize, threads: compute.threadCount))
    return (plan, selected.note)
  }
}
