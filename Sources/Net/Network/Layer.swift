/// One layer with weights and biases, as data: what it computes, its name, and whether training may change it.
///
/// The only operations VGGish has: a 3×3 convolution (stride 1, SAME padding) with an optional 2×2 max-pool
/// (stride 2, no padding) behind its activation, and a dense layer.
public struct Layer: Sendable, Hashable, Codable {
  /// What a layer computes before its activation.
  public enum Operation: Sendable, Hashable, Codable {
    /// 3×3, stride 1, SAME: `[n, height, width, channels]` → `[n, height, width, filters]`; with `pooled`,
    /// a 2×2 max-pool of stride 2 follows the activation (odd rows and columns at the end are dropped).
    case convolution(input: ImageShape, filters: Int, pooled: Bool)
    /// `[n, inputs]` → `[n, outputs]`. An image before it is flattened in height, width, channel order.
    case dense(inputs: Int, outputs: Int)
  }

  /// The function applied to the sum.
  public enum Activation: String, Sendable, Hashable, Codable {
    /// `max(0, x)`; its gradient at exactly 0 is 0, as in TensorFlow.
    case relu
    /// The sum itself.
    case linear
  }

  /// The scope of its variables in a TensorFlow checkpoint, such as `vggish/conv3/conv3_1`.
  public var name: String
  /// What it computes.
  public var operation: Operation
  /// The activation behind it.
  public var activation: Activation
  /// Whether training leaves its weights and biases alone.
  public var isFrozen: Bool

  /// A trainable layer unless `isFrozen` says otherwise.
  public init(name: String, operation: Operation, activation: Activation, isFrozen: Bool = false) {
    self.name = name
    self.operation = operation
    self.activation = activation
    self.isFrozen = isFrozen
  }

  /// Values per example that go in.
  public var inputCount: Int {
    switch operation {
    case .convolution(let input, _, _): input.count
    case .dense(let inputs, _): inputs
    }
  }

  /// Values per example that come out, behind activation and pool.
  public var outputCount: Int {
    switch operation {
    case .convolution: outputImage?.count ?? 0
    case .dense(_, let outputs): outputs
    }
  }

  /// The shape of a convolution's output behind activation and pool; nil for a dense layer.
  public var outputImage: ImageShape? {
    guard case .convolution(let input, let filters, let pooled) = operation else { return nil }
    return pooled
      ? ImageShape(height: input.height / 2, width: input.width / 2, channels: filters)
      : ImageShape(height: input.height, width: input.width, channels: filters)
  }

  /// The weights: HWIO `[3, 3, channels, filters]` for a convolution, `[inputs, outputs]` for a dense layer.
  public var weights: ParameterShape {
    switch operation {
    case .convolution(let input, let filters, _):
      ParameterShape(name: name + "/weights", shape: [3, 3, input.channels, filters])
    case .dense(let inputs, let outputs):
      ParameterShape(name: name + "/weights", shape: [inputs, outputs])
    }
  }

  /// The biases, `[filters]` or `[outputs]`.
  public var biases: ParameterShape {
    switch operation {
    case .convolution(_, let filters, _): ParameterShape(name: name + "/biases", shape: [filters])
    case .dense(_, let outputs): ParameterShape(name: name + "/biases", shape: [outputs])
    }
  }
}
