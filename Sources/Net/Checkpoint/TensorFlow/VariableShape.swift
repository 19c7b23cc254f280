/// The shape of a variable as TensorFlow's messages hold it.
enum VariableShape {
  /// The most dimensions that TensorFlow knows.
  private static let maximumRank = 254

  /// Reads `TensorShapeProto{dim = 2 repeated {size = 1}, unknown_rank = 3}` in a range of some bytes.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` for unknown or absurd extents.
  static func read(
    _ range: Range<Int>, in bytes: RawSpan, of source: any ByteSource
  ) throws(NetError) -> [Int] {
    var shape: [Int] = []
    var reader = WireReader(range, of: source)
    while let field = try reader.next(in: bytes) {
      if field.number == 3, field.varint != 0 { throw source.malformed("a variable of unknown rank") }
      guard field.number == 2, field.kind == .delimited else { continue }
      var extent = 0
      var inner = WireReader(field.place, of: source)
      while let part = try inner.next(in: bytes) {
        if part.number == 1, let size = part.integer { extent = size }
      }
      shape.append(extent)
    }
    guard shape.count <= maximumRank else {
      throw source.malformed("a variable of \(shape.count) dimensions")
    }
    return shape
  }

  /// The number of elements; throws ``NetError/Code/malformedFile`` if it, or its bytes, do not fit an integer.
  static func count(_ shape: [Int], name: String, of source: any ByteSource) throws(NetError) -> Int {
    var count = 1
    var isAbsurd = false
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      isAbsurd = isAbsurd || overflow || extent < 0 || product > Int.max / 16
      if isAbsurd { break }
      count = product
    }
    guard !isAbsurd else { throw source.malformed("variable '\(name)' of the absurd shape \(shape)") }
    return shape.contains(0) ? 0 : count
  }
}
