/// Where one tensor of a safetensors file lies and what it holds.
public struct SafetensorsTensor: Sendable, Hashable {
  /// Its name and extents, row-major.
  public var shape: ParameterShape
  /// The type of its elements.
  public var element: TensorElement
  /// Its bytes, counted from the end of the header.
  public var bytes: Range<Int>

  /// A tensor's place in a file.
  public init(shape: ParameterShape, element: TensorElement, bytes: Range<Int>) {
    self.shape = shape
    self.element = element
    self.bytes = bytes
  }
}
