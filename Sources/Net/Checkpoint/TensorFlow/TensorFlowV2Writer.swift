/// Writes TensorFlow's second checkpoint format with one data file, each variable in one piece. The layout stands with
/// ``TensorFlowV2Reader`` and ``BundleEntry``.
struct TensorFlowV2Writer {
  /// `kTensorBundleVersion` (`tensorflow/core/util/tensor_bundle/tensor_bundle.h`).
  private static let version = 1

  private let variables: [StoredVariable]

  /// A writer for variables in the order of their names.
  init(_ variables: [StoredVariable]) {
    self.variables = variables
  }

  /// Writes both files; throws as ``VariableSource/writeTensorFlowV2(data:index:)`` does.
  func write(
    _ source: some VariableSource, data: (RawSpan) throws -> Void, index: (RawSpan) throws -> Void
  ) throws {
    var table = TableBuilder()
    let header = WireWriter {
      $0.integer(1, 1)
      $0.message(3) { $0.integer(1, Self.version) }
    }
    try table.append([], header.bytes, to: index)
    var offset = 0
    for variable in variables {
      var checksum = CRC32C()
      try source.send(variable.shape.name) { piece in
        checksum.append(piece)
        try data(piece)
      }
      let entry = entry(variable, offset: offset, checksum: checksum.masked)
      try table.append(Array(variable.shape.name.utf8), entry, to: index)
      offset += variable.byteCount
    }
    try table.finish(to: index)
  }

  /// Zeros are left out, as protocol buffers 3 has it.
  private func entry(_ variable: StoredVariable, offset: Int, checksum: UInt32) -> [UInt8] {
    WireWriter {
      $0.integer(1, TensorFlowType(variable.element).number)
      $0.message(2) { $0.shape(variable.shape.shape) }
      if offset > 0 { $0.integer(4, offset) }
      if variable.byteCount > 0 { $0.integer(5, variable.byteCount) }
      $0.fourBytes(6, checksum)
    }.bytes
  }
}
