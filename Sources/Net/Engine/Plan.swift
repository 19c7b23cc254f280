/// A network compiled by an engine: parameters, optimizer state and workspaces. Not for use from two threads at once.
///
/// After compiling, all parameters are zero: load them (``Plan/initialize(seed:)``, a checkpoint) before the first call.
/// A call allocates nothing. The same calls with the same values give the same bits.
public protocol Plan: AnyObject {
  /// The network, with its frozen layers.
  var network: Network { get }
  /// What the plan was compiled for.
  var options: PlanOptions { get }
  /// The number of optimizer steps behind the present state: Adam's t before the next step.
  var step: Int { get set }

  /// Loads a slot of a parameter, in TensorFlow's layout.
  ///
  /// - Throws: ``NetError/Code/unknownName`` if the plan has no such parameter or slot (parameters of layers below
  ///   ``PlanOptions/firstLayer`` are accepted and may be dropped), ``NetError/Code/shapeMismatch`` for a wrong count.
  func load(_ values: Span<Float>, into slot: Slot, of parameter: String) throws(NetError)

  /// Copies a slot of a parameter out, in TensorFlow's layout; throws as ``load(_:into:of:)`` does.
  func read(_ slot: Slot, of parameter: String, into values: inout MutableSpan<Float>) throws(NetError)

  /// Computes the logits of `count` examples (or activations, see ``PlanOptions/firstLayer``).
  ///
  /// - Parameters:
  ///   - input: `count · inputCount` values, row-major.
  ///   - count: 1 to ``PlanOptions/maximumBatchSize``.
  func forward(_ input: Span<Float>, count: Int)

  /// Forward, backward and one optimizer step on `count` examples; returns the loss of the batch before the step.
  ///
  /// A loss that is not finite leaves parameters, slots and step as they were.
  ///
  /// - Parameters:
  ///   - input: as in ``forward(_:count:)``.
  ///   - targets: `[count, classes]`, row-major.
  ///   - exampleWeights: `count` factors on the examples' losses, whose sum stays divided by `count`; empty: 1 for all.
  ///   - count: 1 to ``PlanOptions/maximumBatchSize``.
  ///   - update: the optimizer's settings for this step.
  func trainStep(
    _ input: Span<Float>, targets: Span<Float>, exampleWeights: Span<Float>, count: Int, update: AdamUpdate
  ) -> Double

  /// Copies the output of a layer (behind activation and pool) in the last call, `[count, …]`, channels last.
  ///
  /// The last layer and the embedding can always be read, others if ``PlanOptions/keptLayers`` names them.
  func readActivation(ofLayer index: Int, into values: inout MutableSpan<Float>)
}

extension Plan {
  /// A training step in which every example counts the same.
  public func trainStep(
    _ input: Span<Float>, targets: Span<Float>, count: Int, update: AdamUpdate
  ) -> Double {
    trainStep(input, targets: targets, exampleWeights: Span(), count: count, update: update)
  }

  /// Values of one example as ``forward(_:count:)`` takes them: of the input of the first layer that is computed.
  public var inputCount: Int { network.layers[options.firstLayer].inputCount }
}
