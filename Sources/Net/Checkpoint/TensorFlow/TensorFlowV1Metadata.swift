/// The list of a V1 checkpoint's variables; its message stands with ``TensorFlowV1Reader``.
struct TensorFlowV1Metadata {
  /// One variable.
  struct Variable {
    /// Its name.
    var name = ""
    /// Its extents.
    var shape: [Int] = []
    /// The number of its elements.
    var count = 1
    /// The type of its elements.
    var type = TensorFlowType(number: 0)
    /// The slices in which it is stored.
    var slices: [TensorSlice] = []
  }

  /// The variables, in the order of the file.
  let variables: [Variable]

  /// Reads the `SavedTensorSlices` under the empty key.
  init(_ bytes: RawSpan, of source: any ByteSource) throws(NetError) {
    var variables: [Variable] = []
    var names: Set<String> = []
    var outer = WireReader(0..<bytes.byteCount, of: source)
    while let field = try outer.next(in: bytes) {
      guard field.number == 1, field.kind == .delimited else { continue }
      var inner = WireReader(field.place, of: source)
      while let part = try inner.next(in: bytes) {
        guard part.number == 1, part.kind == .delimited else { continue }
        let variable = try Self.variable(part.place, in: bytes, of: source)
        guard names.insert(variable.name).inserted else {
          throw source.malformed("two variables called '\(variable.name)'")
        }
        variables.append(variable)
      }
    }
    self.variables = variables
  }

  private static func variable(
    _ range: Range<Int>, in bytes: RawSpan, of source: any ByteSource
  ) throws(NetError) -> Variable {
    var variable = Variable()
    var reader = WireReader(range, of: source)
    while let field = try reader.next(in: bytes) {
      switch (field.number, field.kind) {
      case (1, .delimited):
        guard let name = field.text(in: bytes) else {
          throw source.malformed("a variable's name is not UTF-8")
        }
        variable.name = name
      case (2, .delimited): variable.shape = try VariableShape.read(field.place, in: bytes, of: source)
      case (3, .varint): variable.type.number = field.integer ?? 0
      case (4, .delimited): variable.slices.append(try TensorSlice(field.place, in: bytes, of: source))
      default: continue
      }
    }
    variable.count = try VariableShape.count(variable.shape, name: variable.name, of: source)
    return variable
  }
}
