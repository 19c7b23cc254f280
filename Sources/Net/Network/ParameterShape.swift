/// Name and shape of one variable, in TensorFlow's naming and layout.
public struct ParameterShape: Sendable, Hashable, Codable {
  /// The variable's name, such as `vggish/conv1/weights`.
  public var name: String
  /// Its extents, row-major: HWIO for kernels, `[in, out]` for dense weights.
  public var shape: [Int]

  /// A name with its shape.
  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }

  /// The product of the extents.
  public var count: Int { shape.reduce(1, *) }
}
