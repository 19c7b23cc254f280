/// A variable with its values: the form in which weights enter and leave the module.
public struct Parameter: Sendable, Hashable {
  /// Name and shape.
  public var shape: ParameterShape
  /// The values, row-major.
  public var values: [Float]

  /// Values of a shape; their number must be the shape's.
  public init(_ shape: ParameterShape, values: [Float]) {
    precondition(
      values.count == shape.count, "\(shape.name): \(values.count) values for shape \(shape.shape)")
    self.shape = shape
    self.values = values
  }
}
