public import Net

/// Training steps or inference of VGGish with a head, on random examples and weights.
///
/// The same network, loss and optimizer that `Benchmarks/reference` has in TensorFlow and PyTorch: sigmoid
/// cross-entropy, Adam, one positive class an example.
public final class NetworkWorkload: Workload {
  /// What a step does.
  public enum Task: String, Sendable, Hashable, Codable, CaseIterable {
    /// Forward, backward and Adam on all layers.
    case train
    /// The logits alone.
    case infer
    /// Forward, backward and Adam on the dense layers, from outputs of the convolutions, which are frozen.
    case dense
  }

  /// The engine that computes.
  public let engine: EngineName
  /// Why it is not the fastest one; nil if it is, or was asked for.
  public let engineNote: String?
  /// What the plan allocates.
  public let memory: MemoryEstimate
  /// Examples in a step.
  public let itemsPerStep: Int

  private let plan: any Plan
  private let isTraining: Bool
  private let input: [Float]
  private let targets: [Float]

  /// Compiles the network and fills it with random weights.
  ///
  /// - Parameters:
  ///   - width: 64 is VGGish; less for quick checks.
  ///   - classes: outputs of the head.
  /// - Throws: ``NetError`` if the engine does not run here or the memory is not there.
  public init(
    _ task: Task, engine choice: EngineChoice, batchSize: Int, threads: Int, width: Int = 64,
    classes: Int = 195
  ) throws(NetError) {
    var network = Network.vggish(width: width, classes: classes)
    var firstLayer = 0
    if task == .dense {
      firstLayer = network.layers.firstIndex { $0.outputImage == nil } ?? 0
      for index in 0..<firstLayer { network.layers[index].isFrozen = true }
    }
    let selected = try Engines.make(choice)
    let options = PlanOptions(
      maximumBatchSize: batchSize, threads: threads, training: task == .infer ? nil : .sigmoid,
      firstLayer: firstLayer)
    plan = try selected.engine.compile(network, options: options)
    try plan.initialize(seed: 1)
    engine = selected.engine.name
    engineNote = selected.note
    memory = try selected.engine.memoryEstimate(for: network, options: options)
    itemsPerStep = batchSize
    isTraining = task != .infer
    var random = RandomStream(seed: 1, purpose: "benchmark")
    let range: ClosedRange<Float> = firstLayer == 0 ? -4...2 : 0...1
    input = (0..<batchSize * network.layers[firstLayer].inputCount).map { _ in
      range.lowerBound + (range.upperBound - range.lowerBound) * Float(random.nextUniform())
    }
    targets = (0..<batchSize * classes).map { index in
      index % classes == index / classes % classes ? 1 : 0
    }
  }

  /// One training step, or one forward pass.
  public func step() {
    // Spans of locals: those of stored properties may not outlive the access.
    let input = input
    if isTraining {
      let targets = targets
      let update = AdamUpdate(learningRate: 1e-4)
      _ = plan.trainStep(input.span, targets: targets.span, count: itemsPerStep, update: update)
    } else {
      plan.forward(input.span, count: itemsPerStep)
    }
  }

  /// The time per layer and stage since the last ``resetStageTimes()``; empty with an engine that keeps no account.
  public var stageTimes: [StageTime] { (plan as? any ProfiledPlan)?.stageTimes ?? [] }

  /// Starts the account of ``stageTimes`` afresh.
  public func resetStageTimes() { (plan as? any ProfiledPlan)?.resetStageTimes() }
}
