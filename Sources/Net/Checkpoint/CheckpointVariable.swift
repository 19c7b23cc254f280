/// One variable of a checkpoint: what it is called, its shape and the type in which it is stored.
public struct CheckpointVariable: Sendable, Hashable {
  /// Its name and extents, row-major.
  public var shape: ParameterShape
  /// The type of its stored elements; nil where they are no real numbers and can't be read, such as texts.
  public var element: TensorElement?
  /// The type's name: `float32`, `int64`, `string`, …
  public var typeName: String

  /// A variable's description.
  public init(shape: ParameterShape, element: TensorElement?, typeName: String) {
    self.shape = shape
    self.element = element
    self.typeName = typeName
  }

  /// The bytes that its elements take; 0 where the type is none of numbers.
  public var byteCount: Int { shape.count * (element?.byteCount ?? 0) }
}
