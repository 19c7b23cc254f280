/// Parameters in memory, to be written as a checkpoint.
public struct ParameterList: VariableSource {
  /// The parameters' names and shapes, all in single precision.
  public let variables: [CheckpointVariable]

  private let parameters: [String: Parameter]

  /// Parameters of different names.
  public init(_ parameters: [Parameter]) {
    variables = parameters.map {
      CheckpointVariable(shape: $0.shape, element: .float32, typeName: TensorElement.float32.plainName)
    }
    self.parameters = Dictionary(uniqueKeysWithValues: parameters.map { ($0.shape.name, $0) })
  }

  /// Sends a parameter's values; throws what `sink` throws.
  public func send(_ name: String, to sink: (RawSpan) throws -> Void) throws {
    guard let parameter = parameters[name] else { preconditionFailure("no parameter '\(name)'") }
    try sink(unsafe parameter.values.span.bytes)
  }
}
