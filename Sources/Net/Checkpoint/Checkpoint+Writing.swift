extension Checkpoint {
  /// The variables that are numbers, those of wide elements first, so that all lie aligned in a file.
  private var numeric: [(shape: ParameterShape, element: TensorElement)] {
    variables.compactMap { variable in variable.element.map { (variable.shape, $0) } }
      .sorted { ($1.element.byteCount, $0.shape.name) < ($0.element.byteCount, $1.shape.name) }
  }

  /// Writes all variables of numbers as a safetensors file, in the types in which they are stored.
  ///
  /// - Parameter sink: called with the file's bytes in pieces, first to last.
  /// - Throws: what ``read(_:into:)`` and `sink` throw.
  public func writeSafetensors(to sink: (RawSpan) throws -> Void) throws {
    let numeric = numeric
    let writer = try SafetensorsWriter(tensors: numeric.map(\.shape), elements: numeric.map(\.element))
    try sink(unsafe writer.header.span.bytes)
    for (shape, _) in numeric { try forEachPieceThrowing(of: shape.name, sink) }
  }

  /// Writes all variables of numbers as an npz file, in the types in which they are stored; reads each one twice.
  ///
  /// - Parameter sink: called with the file's bytes in pieces, first to last.
  /// - Throws: what ``read(_:into:)`` and `sink` throw; ``NetError/Code/unsupported`` for bfloat16, which NumPy does not
  ///   have, and for 4 GiB or more.
  public func writeNPZ(to sink: (RawSpan) throws -> Void) throws {
    var writer = NPZWriter()
    for (shape, element) in numeric {
      let header = try ArrayHeader.bytes(shape, element)
      var checksum = ZipChecksum()
      checksum.append(unsafe header.span.bytes)
      try forEachPiece(of: shape.name) { checksum.append($0) }
      let byteCount = header.count + shape.count * element.byteCount
      let beginning =
        try writer.begin(shape.name + ".npy", byteCount: byteCount, checksum: checksum.value) + header
      try sink(unsafe beginning.span.bytes)
      try forEachPieceThrowing(of: shape.name, sink)
    }
    let end = writer.end()
    try sink(unsafe end.span.bytes)
  }

  /// As ``forEachPiece(of:_:)`` for a body that throws anything.
  private func forEachPieceThrowing(of name: String, _ body: (RawSpan) throws -> Void) throws {
    var failure: (any Error)?
    try forEachPiece(of: name) { piece in
      guard failure == nil else { return }
      do { try body(piece) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
