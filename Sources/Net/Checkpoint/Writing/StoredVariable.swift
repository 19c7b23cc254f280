/// A variable of numbers as it is written.
struct StoredVariable {
  /// The type of its elements.
  let element: TensorElement
  /// Its name and extents.
  let shape: ParameterShape

  init(_ element: TensorElement, _ shape: ParameterShape) {
    self.element = element
    self.shape = shape
  }

  /// The bytes of its elements.
  var byteCount: Int { shape.count * element.byteCount }
}
