/// A network in two plans: its frozen beginning, which never trains, and the rest, whose input is what the first puts out.
///
/// As a plan it is the whole network, to the bit: examples go in, all parameters can be loaded and read. Whoever has the
/// outputs of the beginning at hand gives them to ``suffix`` directly.
public final class PrefixedPlan: Plan {
  /// The whole network.
  public let network: Network
  /// What the whole was asked to be compiled for.
  public let options: PlanOptions
  /// The layers below the lowest trainable one, as a network of their own.
  public let prefix: any Plan
  /// The layers from the lowest trainable one on; it holds the optimizer's state.
  public let suffix: any Plan
  private var activations: [Float]

  /// The optimizer steps, counted by ``suffix``.
  public var step: Int {
    get { suffix.step }
    set { suffix.step = newValue }
  }

  /// The most examples that the beginning computes at a time: more gain no speed and cost memory.
  static let largestPrefixBatch = 64

  /// Compiles both parts.
  ///
  /// - Parameters:
  ///   - network: its lowest layer must be frozen and another one not.
  ///   - options: with `firstLayer` 0 and without `keptLayers`.
  /// - Throws: what the engine throws.
  public init(_ network: Network, options: PlanOptions, engine: any Engine) throws(NetError) {
    let first = network.frozenPrefix.count
    precondition(
      first > 0 && first < network.layers.count && options.firstLayer == 0 && options.keptLayers.isEmpty,
      "\(first) of \(network.layers.count) layers frozen, first layer \(options.firstLayer)")
    self.network = network
    self.options = options
    prefix = try engine.compile(network.prefix(first), options: Self.prefixOptions(options))
    suffix = try engine.compile(network, options: Self.suffixOptions(options, firstLayer: first))
    activations = [Float](repeating: 0, count: options.maximumBatchSize * suffix.inputCount)
  }

  private static func prefixOptions(_ options: PlanOptions) -> PlanOptions {
    PlanOptions(
      maximumBatchSize: min(options.maximumBatchSize, largestPrefixBatch), threads: options.threads)
  }

  private static func suffixOptions(_ options: PlanOptions, firstLayer: Int) -> PlanOptions {
    var options = options
    options.firstLayer = firstLayer
    return options
  }

  /// Loads a slot of a parameter into the part that computes it, see ``Plan/load(_:into:of:)``.
  public func load(_ values: Span<Float>, into slot: Slot, of parameter: String) throws(NetError) {
    try part(of: parameter).load(values, into: slot, of: parameter)
  }

  /// Copies a slot of a parameter out of the part that computes it, see ``Plan/read(_:of:into:)``.
  public func read(
    _ slot: Slot, of parameter: String, into values: inout MutableSpan<Float>
  ) throws(NetError) {
    try part(of: parameter).read(slot, of: parameter, into: &values)
  }

  /// The part that computes a parameter; the suffix, whose error names all of them, for an unknown one.
  private func part(of parameter: String) -> any Plan {
    let isInPrefix = prefix.network.layers.contains {
      $0.weights.name == parameter || $0.biases.name == parameter
    }
    return isInPrefix ? prefix : suffix
  }

  /// Computes the logits of examples, through both parts.
  public func forward(_ input: Span<Float>, count: Int) {
    computePrefix(input, count: count)
    let activations = activations
    suffix.forward(activations.span.extracting(0..<(count * suffix.inputCount)), count: count)
  }

  /// A step on examples, which the first part computes and the second learns from.
  public func trainStep(
    _ input: Span<Float>, targets: Span<Float>, exampleWeights: Span<Float>, count: Int, update: AdamUpdate
  ) -> Double {
    computePrefix(input, count: count)
    let activations = activations
    return suffix.trainStep(
      activations.span.extracting(0..<(count * suffix.inputCount)), targets: targets,
      exampleWeights: exampleWeights, count: count, update: update)
  }

  /// Copies the output of a layer of the second part.
  public func readActivation(ofLayer index: Int, into values: inout MutableSpan<Float>) {
    suffix.readActivation(ofLayer: index, into: &values)
  }

  private func computePrefix(_ input: Span<Float>, count: Int) {
    precondition(
      (1...options.maximumBatchSize).contains(count) && input.count == count * network.inputCount,
      "\(input.count) input values for \(count) examples, in a plan for up to \(options.maximumBatchSize)")
    let (size, width) = (network.inputCount, suffix.inputCount)
    // Taken out while it is changed: a span can't be had of a class's property.
    var values: [Float] = []
    swap(&values, &activations)
    defer { swap(&values, &activations) }
    var all = values.mutableSpan
    for start in stride(from: 0, to: count, by: prefix.options.maximumBatchSize) {
      let end = min(start + prefix.options.maximumBatchSize, count)
      prefix.forward(input.extracting((start * size)..<(end * size)), count: end - start)
      var part = all._mutatingExtracting((start * width)..<(end * width))
      prefix.readActivation(ofLayer: prefix.network.layers.count - 1, into: &part)
    }
  }
}
