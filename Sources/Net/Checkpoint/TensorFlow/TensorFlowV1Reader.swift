/// Reads TensorFlow's first checkpoint format: one table whose values are `SavedTensorSlices`.
///
/// Layout (`tensorflow/core/util/saved_tensor_slice.proto`):
///
///     key ""     SavedTensorSlices{meta = 1: {tensor = 1 repeated {name = 1, shape = 2, type = 3, slice = 4 repeated}}}
///     others     SavedTensorSlices{data = 2: {name = 1, slice = 2, data = 3: TensorProto}}, under the slice's key
///
/// The `TensorProto` has values alone: type and shape stand in the metadata.
final class TensorFlowV1Reader: CheckpointReader {
  let variables: [CheckpointVariable]
  private let details: [TensorFlowV1Metadata.Variable]
  private let table: TableFile
  private var source: any ByteSource { table.source }

  /// Reads the metadata of all variables.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` if the table or its metadata are damaged.
  init(_ table: TableFile) throws(NetError) {
    self.table = table
    let source = table.source
    let metadata = try table.withValue(of: [], "the list of all variables") { bytes throws(NetError) in
      try TensorFlowV1Metadata(bytes, of: source)
    }
    guard let metadata else {
      throw source.malformed(
        "a table without the list of a checkpoint's variables", expected: "a TensorFlow checkpoint")
    }
    for variable in metadata.variables { try Self.requireRoom(for: variable, in: source) }
    details = metadata.variables.sorted { $0.name < $1.name }
    variables = details.map { detail in
      CheckpointVariable(
        shape: ParameterShape(name: detail.name, shape: detail.shape), element: detail.type.element,
        typeName: detail.type.name)
    }
  }

  func forEachPiece(
    of index: Int, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    let variable = details[index]
    guard let width = variable.type.element?.byteCount else {
      preconditionFailure("\(variable.name) has no numbers")
    }
    if let only = variable.slices.first, variable.slices.count == 1,
      only.ranges(in: variable.shape) == variable.shape.map({ 0..<$0 })
    {
      return try forEachPiece(of: only, of: variable, count: variable.count, body)
    }
    var whole = SliceAssembly(shape: variable.shape, count: variable.count, width: width)
    // In the order of the table, so that no block is read twice.
    let keyed = variable.slices.map { (key: SliceKey.make(variable.name, $0), slice: $0) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (_, slice) in keyed {
      guard let ranges = slice.ranges(in: variable.shape) else {
        throw source.malformed("variable '\(variable.name)' has a slice outside its shape \(variable.shape)")
      }
      var part: [UInt8] = []
      let count = ranges.reduce(1) { $0 * $1.count }
      try forEachPiece(of: slice, of: variable, count: count) { piece throws(NetError) in
        unsafe piece.withUnsafeBytes { unsafe part.append(contentsOf: $0) }
      }
      guard whole.fill(part, ranges) else {
        throw source.malformed("variable '\(variable.name)' has slices that overlap")
      }
    }
    guard whole.isComplete else {
      throw source.malformed("variable '\(variable.name)' lacks a part of its slices")
    }
    try body(unsafe whole.bytes.span.bytes)
  }

  /// Refuses a variable that is larger than its file, before anybody allocates memory for it.
  private static func requireRoom(
    for variable: TensorFlowV1Metadata.Variable, in source: any ByteSource
  ) throws(NetError) {
    guard let element = variable.type.element else { return }
    // Floating point is stored as it is, all else as varints of a byte or more; compression saves at most 21 of 22.
    let leastBytes = element == .float32 || element == .float64 ? element.byteCount : 1
    guard variable.count <= 22 * source.byteCount / leastBytes else {
      throw source.malformed(
        "variable '\(variable.name)' of \(variable.count) elements, more than the file can hold")
    }
  }

  private func forEachPiece(
    of slice: TensorSlice, of variable: TensorFlowV1Metadata.Variable, count: Int,
    _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    let name = variable.name
    let key = SliceKey.make(name, slice)
    let found: Void? = try table.withValue(of: key, "variable '\(name)'") { bytes throws(NetError) in
      let values = try self.values(in: bytes, of: name)
      var reader = TensorProtoReader(values, type: variable.type, of: source)
      let found = try reader.forEachPiece(in: bytes, atMost: count, body)
      guard found == count else {
        throw source.malformed(
          "variable '\(name)' has \(found == count + 1 ? "more" : String(found)) values", expected: "\(count)"
        )
      }
    }
    guard found != nil else {
      throw source.malformed("variable '\(name)' is listed, but a part of its values is missing")
    }
  }

  /// The place of the `TensorProto` in a value of the table.
  private func values(in bytes: RawSpan, of name: String) throws(NetError) -> Range<Int> {
    var outer = WireReader(0..<bytes.byteCount, of: source)
    while let field = try outer.next(in: bytes) {
      guard field.number == 2, field.kind == .delimited else { continue }
      var (storedName, place): (String?, Range<Int>?) = ("", nil)
      var inner = WireReader(field.place, of: source)
      while let part = try inner.next(in: bytes) {
        if part.number == 1 { storedName = part.text(in: bytes) }
        if part.number == 3, part.kind == .delimited { place = part.place }
      }
      guard storedName == name else {
        throw source.malformed("other values under the key of variable '\(name)'")
      }
      if let place { return place }
    }
    throw source.malformed("variable '\(name)' has no values")
  }
}
