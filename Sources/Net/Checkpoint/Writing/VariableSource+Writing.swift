extension VariableSource {
  /// Writes all variables of numbers as a safetensors file, in the types in which they are stored, those of wide elements
  /// first, so that all lie aligned.
  ///
  /// - Parameters:
  ///   - metadata: free strings for the header.
  ///   - sink: called with the file's bytes in pieces, first to last.
  /// - Throws: what ``send(_:to:)`` and `sink` throw.
  public func writeSafetensors(
    metadata: [String: String] = [:], to sink: (RawSpan) throws -> Void
  ) throws {
    let numeric = numericByWidth
    let writer = try SafetensorsWriter(
      tensors: numeric.map(\.shape), elements: numeric.map(\.element), metadata: metadata)
    try sink(unsafe writer.header.span.bytes)
    for variable in numeric { try send(variable.shape.name, to: sink) }
  }

  /// Writes all variables of numbers as an npz file, in the types in which they are stored; reads each one twice.
  ///
  /// - Parameter sink: called with the file's bytes in pieces, first to last.
  /// - Throws: what ``send(_:to:)`` and `sink` throw; ``NetError/Code/unsupported`` for bfloat16, which NumPy does not
  ///   have, and for 4 GiB or more.
  public func writeNPZ(to sink: (RawSpan) throws -> Void) throws {
    var writer = NPZWriter()
    for variable in numericByWidth {
      let name = variable.shape.name
      let header = try ArrayHeader.bytes(variable.shape, variable.element)
      var checksum = ZipChecksum()
      checksum.append(unsafe header.span.bytes)
      try send(name) { checksum.append($0) }
      let beginning =
        try writer.begin(
          name + ".npy", byteCount: header.count + variable.byteCount, checksum: checksum.value) + header
      try sink(unsafe beginning.span.bytes)
      try send(name, to: sink)
    }
    let end = writer.end()
    try sink(unsafe end.span.bytes)
  }

  /// Writes one variable as a NumPy file, in the type in which it is stored.
  ///
  /// - Parameters:
  ///   - name: that of a variable of numbers.
  ///   - sink: called with the file's bytes in pieces, first to last.
  /// - Throws: ``NetError/Code/unknownName``, what ``send(_:to:)`` and `sink` throw, and ``NetError/Code/unsupported`` for
  ///   bfloat16, which NumPy does not have.
  public func writeNPY(_ name: String, to sink: (RawSpan) throws -> Void) throws {
    guard let variable = numeric.first(where: { $0.shape.name == name }) else {
      throw NetError(.unknownName, found: "there is no variable '\(name)' of numbers")
    }
    let header = try ArrayHeader.bytes(variable.shape, variable.element)
    try sink(unsafe header.span.bytes)
    try send(name, to: sink)
  }

  /// Writes all variables of numbers as a TensorFlow checkpoint of the first format: one file, uncompressed.
  ///
  /// Integers and 16-bit floating point are stored as varints and read twice.
  ///
  /// - Parameter sink: called with the file's bytes in pieces, first to last.
  /// - Throws: what ``send(_:to:)`` and `sink` throw; ``NetError/Code/unsupported`` for types that the format's readers
  ///   lack, and for variables of 2 GiB or more.
  public func writeTensorFlowV1(to sink: (RawSpan) throws -> Void) throws {
    try TensorFlowV1Writer(numericByName).write(self, to: sink)
  }

  /// Writes all variables of numbers as a TensorFlow checkpoint of the second format, with one data file.
  ///
  /// - Parameters:
  ///   - data: called with the bytes of the data file, first to last.
  ///   - index: then called with those of the index.
  /// - Throws: what ``send(_:to:)`` and the sinks throw.
  public func writeTensorFlowV2(
    data: (RawSpan) throws -> Void, index: (RawSpan) throws -> Void
  ) throws {
    try TensorFlowV2Writer(numericByName).write(self, data: data, index: index)
  }

  private var numericByWidth: [StoredVariable] {
    numeric.sorted { ($1.element.byteCount, $0.shape.name) < ($0.element.byteCount, $1.shape.name) }
  }
}
