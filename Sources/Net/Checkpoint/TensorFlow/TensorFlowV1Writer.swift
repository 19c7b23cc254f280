/// Writes TensorFlow's first checkpoint format, each variable in one piece. The layout stands with
/// ``TensorFlowV1Reader``.
struct TensorFlowV1Writer {
  /// `TF_CHECKPOINT_VERSION` (`tensorflow/core/public/version.h`).
  private static let version = 1
  private static let largestMessage = Int(Int32.max)

  private let variables: [StoredVariable]

  /// A writer for variables in the order of their names.
  init(_ variables: [StoredVariable]) {
    self.variables = variables
  }

  /// Writes the file; throws as ``VariableSource/writeTensorFlowV1(to:)`` does.
  func write(_ source: some VariableSource, to sink: (RawSpan) throws -> Void) throws {
    for variable in variables { try Self.requireStorable(variable) }
    var table = TableBuilder()
    try table.append([], metadata, to: sink)
    // Keys are in the order of the names as long as no name holds a zero byte.
    let keyed = variables.map { (SliceKey.make($0.shape.name, TensorSlice(wholeOf: $0.shape.shape)), $0) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    for (key, variable) in keyed {
      let size = try valuesByteCount(of: variable, source)
      let beginning = beginning(of: variable, valuesByteCount: size)
      guard beginning.count + size <= Self.largestMessage else {
        throw NetError(
          .unsupported, found: "variable '\(variable.shape.name)' of \(size) bytes",
          expected: "less than 2 GiB in TensorFlow's first format", remedy: "Write the second format.")
      }
      try table.begin(key, byteCount: beginning.count + size, to: sink)
      try table.append(unsafe beginning.span.bytes, to: sink)
      try send(variable, of: source) { try table.append($0, to: sink) }
      try table.endValue(to: sink)
    }
    try table.finish(to: sink)
  }

  private static func requireStorable(_ variable: StoredVariable) throws(NetError) {
    switch variable.element {
    case .uint16, .uint32, .uint64, .bfloat16:
      throw NetError(
        .unsupported,
        found: "variable '\(variable.shape.name)' of type \(variable.element.plainName)",
        expected: "a type that TensorFlow's first format has", remedy: "Write the second format.")
    default: return
    }
  }

  private var metadata: [UInt8] {
    WireWriter { outer in
      outer.message(1) { list in
        for variable in variables {
          list.message(1) {
            $0.text(1, variable.shape.name)
            $0.message(2) { $0.shape(variable.shape.shape) }
            $0.integer(3, TensorFlowType(variable.element).number)
            $0.message(4) { $0.wholeSlice(rank: variable.shape.shape.count) }
          }
        }
        list.message(2) { $0.integer(1, Self.version) }
      }
    }.bytes
  }

  /// The message of a variable's values up to the values themselves.
  private func beginning(of variable: StoredVariable, valuesByteCount: Int) -> [UInt8] {
    var field = WireWriter()
    if let number = TensorFlowType(variable.element).valuesField, variable.shape.count > 0 {
      field.begin(Int(number), byteCount: valuesByteCount)
    }
    let tensorByteCount = field.bytes.count + valuesByteCount
    var inner = WireWriter {
      $0.text(1, variable.shape.name)
      $0.message(2) { $0.wholeSlice(rank: variable.shape.shape.count) }
    }
    inner.begin(3, byteCount: tensorByteCount)
    var outer = WireWriter()
    outer.begin(2, byteCount: inner.bytes.count + tensorByteCount)
    return outer.bytes + inner.bytes + field.bytes
  }

  private func valuesByteCount(of variable: StoredVariable, _ source: some VariableSource) throws -> Int {
    guard !variable.element.isWideFloatingPoint else { return variable.byteCount }
    var count = 0
    try send(variable, of: source) { count += $0.byteCount }
    return count
  }

  /// The values as a `TensorProto` holds them.
  private func send(
    _ variable: StoredVariable, of source: some VariableSource, to sink: (RawSpan) throws -> Void
  ) throws {
    guard variable.shape.count > 0 else { return }
    guard !variable.element.isWideFloatingPoint else { return try source.send(variable.shape.name, to: sink) }
    try source.send(variable.shape.name) { piece in
      var varints = WireWriter()
      variable.element.forEachBits(in: piece) { varints.appendVarint($0) }
      try sink(unsafe varints.bytes.span.bytes)
    }
  }
}

extension TensorElement {
  /// Whether a `TensorProto` stores the elements as they are, not as varints.
  fileprivate var isWideFloatingPoint: Bool { self == .float32 || self == .float64 }
}
