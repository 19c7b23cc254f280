/// The header of a file in NumPy's format; the layout stands at ``NPYFile``.
struct NPYHeader {
  let descriptor: String
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the values begin.
  let dataOffset: Int

  /// The number of values; nil if it is beyond `Int`.
  var valueCount: Int? {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  init(descriptor: String, isFortranOrder: Bool, shape: [Int]) {
    self.descriptor = descriptor
    self.isFortranOrder = isFortranOrder
    self.shape = shape
    dataOffset = 0
  }

  /// The header in version 1, padded.
  var bytes: [UInt8] {
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let order = isFortranOrder ? "True" : "False"
    let text = "{'descr': '\(descriptor)', 'fortran_order': \(order), 'shape': (\(lengths)), }"
    let prefix = Self.magic.count + 4
    let padding = (64 - (prefix + text.utf8.count + 1) % 64) % 64
    let length = text.utf8.count + padding + 1
    return Self.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
      + [UInt8](repeating: 0x20, count: padding) + [0x0a]
  }

  /// Reads and checks a file's header.
  init(of source: borrowing ByteSource) throws(AudioError) {
    let path = source.path
    func malformed(_ found: String) -> AudioError {
      AudioError(.malformed, file: path, found: found, expected: "an array in NumPy's format")
    }
    let start = try source.bytes(at: 0, count: 12)
    guard start.count == 12, Array(start[0..<6]) == Self.magic else {
      throw malformed("a file without NumPy's mark")
    }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      throw malformed("version \(start[6]).\(start[7])")
    }
    let lengthBytes = start[6] == 1 ? start[8..<10] : start[8..<12]
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    let textOffset = 8 + lengthBytes.count
    guard length <= 65_535 else { throw malformed("a header of \(length) bytes") }
    let text = try source.bytes(at: textOffset, count: length)
    guard text.count == length else { throw malformed("a truncated header") }
    var parser = PythonLiteralParser(text)
    guard let fields = parser.header() else { throw malformed("a header that cannot be understood") }
    descriptor = fields.descriptor
    isFortranOrder = fields.isFortranOrder
    shape = fields.shape
    dataOffset = textOffset + length
  }
}
