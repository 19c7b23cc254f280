/// The header of a NumPy array in its file format.
///
/// Layout (NumPy, `numpy.lib.format`): `\x93NUMPY`, major and minor version, the header's length (16 bits, from version 2
/// on 32), then a Python dictionary in text: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 5), }`.
struct ArrayHeader {
  /// The type; nil for one that is none of numbers.
  var element: TensorElement?
  /// NumPy's name of the type.
  var typeName: String
  /// The extents.
  var shape: [Int]
  /// The bytes of the header, behind which the elements begin.
  var byteCount: Int

  /// The most bytes that a header may take.
  static let largest = 1 << 16

  /// Reads a header at the beginning of some bytes.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` for anything but such a header, ``NetError/Code/unsupported`` for columns
  ///   stored first or numbers in big-endian order.
  init(_ bytes: RawSpan, name: String, of source: any ByteSource) throws(NetError) {
    guard bytes.byteCount >= 12, bytes.copy(0..<6) == [0x93] + Array("NUMPY".utf8),
      (1...3).contains(bytes.byte(at: 6))
    else { throw source.malformed("member '\(name)' is no NumPy array") }
    let isShort = bytes.byte(at: 6) == 1
    let start = isShort ? 10 : 12
    let length =
      isShort
      ? Int(bytes.littleEndian(at: 8, as: UInt16.self)) : Int(bytes.littleEndian(at: 8, as: UInt32.self))
    guard length <= bytes.byteCount - start else {
      throw source.malformed("member '\(name)' with a header of \(length) bytes")
    }
    byteCount = start + length
    let text = String(decoding: bytes.copy(start..<byteCount), as: UTF8.self)
    guard let match = text.firstMatch(of: Self.pattern) else {
      throw source.malformed("member '\(name)' with the header \(text.debugDescription)")
    }
    guard match.order == "False" else {
      throw NetError(
        .unsupported, found: "\(source.name): member '\(name)' is stored column by column",
        expected: "row by row, as numpy.ascontiguousarray has it")
    }
    shape = []
    for extent in match.shape.split(separator: ",") {
      let digits = extent.filter { $0 != " " }
      guard !digits.isEmpty else { continue }
      guard let value = Int(digits) else { throw source.malformed("member '\(name)' of \(digits) rows") }
      shape.append(value)
    }
    (typeName, element) = (String(match.type), Self.element(String(match.type)))
    guard !typeName.hasPrefix(">") else {
      throw NetError(
        .unsupported, found: "\(source.name): member '\(name)' is big-endian", expected: "little-endian")
    }
    if let element { typeName = element.plainName }
  }

  private static var pattern: Regex<(Substring, type: Substring, order: Substring, shape: Substring)> {
    /^\{'descr': ?'(?<type>[^']*)', ?'fortran_order': ?(?<order>True|False), ?'shape': ?\((?<shape>[0-9, ]*)\),? ?\} *\n?$/
  }

  private static func element(_ description: String) -> TensorElement? {
    switch description {
    case "|b1": .bool
    case "|u1": .uint8
    case "|i1": .int8
    case "<u2": .uint16
    case "<i2": .int16
    case "<u4": .uint32
    case "<i4": .int32
    case "<u8": .uint64
    case "<i8": .int64
    case "<f2": .float16
    case "<f4": .float32
    case "<f8": .float64
    default: nil
    }
  }
}
