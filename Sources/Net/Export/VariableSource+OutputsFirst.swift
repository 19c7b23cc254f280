extension VariableSource {
  /// Sends a layer's weights with the outputs first, as PyTorch and ONNX have them: OIHW for a kernel, `[outputs,
  /// inputs]` for a dense layer.
  ///
  /// Memory: the weights, and a strip of a few megabytes.
  func sendOutputsFirst(_ layer: Layer, to sink: (RawSpan) throws -> Void) throws {
    let shape = layer.weights.shape
    let values = try singlePrecisionValues(of: layer.weights)
    let columns = shape[shape.count - 1]
    let rows = values.count / columns
    // A kernel's rows are height, width, channel; the channel comes to the front.
    let channels = shape.count == 4 ? shape[2] : 1
    let positions = shape.count == 4 ? shape[0] * shape[1] : rows
    let strip = 64
    var buffer = [Float](repeating: 0, count: min(strip, columns) * rows)
    for first in stride(from: 0, to: columns, by: strip) {
      let count = min(strip, columns - first)
      for position in 0..<positions {
        for channel in 0..<channels {
          let source = (position * channels + channel) * columns + first
          let target = channel * positions + position
          for column in 0..<count { buffer[column * rows + target] = values[source + column] }
        }
      }
      try sink(unsafe buffer.span.extracting(0..<(count * rows)).bytes)
    }
  }

  /// The values of a parameter in single precision; the source must have it.
  ///
  /// - Throws: ``NetError/Code/unknownName`` or ``NetError/Code/shapeMismatch`` where it has not, and what
  ///   ``send(_:to:)`` throws.
  func singlePrecisionValues(of parameter: ParameterShape) throws -> [Float] {
    let element = try requiredElement(of: parameter)
    var values = [Float](repeating: 0, count: parameter.count)
    var done = 0
    try send(parameter.name) { piece in
      var span = values.mutableSpan
      element.convert(piece, into: &span, from: done)
      done += piece.byteCount / element.byteCount
    }
    precondition(done == values.count, "\(parameter.name): \(done) values, not \(values.count)")
    return values
  }

  /// Sends a parameter in single precision; throws as ``singlePrecisionValues(of:)`` does.
  func sendSinglePrecision(_ parameter: ParameterShape, to sink: (RawSpan) throws -> Void) throws {
    guard try requiredElement(of: parameter) != .float32 else { return try send(parameter.name, to: sink) }
    let values = try singlePrecisionValues(of: parameter)
    try sink(unsafe values.span.bytes)
  }

  private func requiredElement(of parameter: ParameterShape) throws(NetError) -> TensorElement {
    guard let variable = variables.first(where: { $0.shape.name == parameter.name }),
      let element = variable.element
    else {
      throw NetError(.unknownName, found: "there are no numbers called '\(parameter.name)'")
    }
    guard variable.shape.shape == parameter.shape else {
      throw NetError(
        .shapeMismatch, found: "\(parameter.name) of \(variable.shape.shape)",
        expected: "\(parameter.shape)")
    }
    return element
  }
}
