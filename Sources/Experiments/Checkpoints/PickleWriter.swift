/// Writes Python pickles of protocol 2 (CPython, `Lib/pickletools.py`), which every Python from 2.3 on reads.
enum PickleWriter {
  /// A list of texts.
  static func list(_ texts: [String]) -> [UInt8] {
    var bytes: [UInt8] = [PickleOpcode.proto.rawValue, 2, PickleOpcode.emptyList.rawValue]
    bytes.append(PickleOpcode.mark.rawValue)
    for text in texts { append(text, to: &bytes) }
    return bytes + [PickleOpcode.appends.rawValue, end]
  }

  /// A dictionary of texts with whole numbers, in the order given.
  static func dictionary(_ members: [(key: String, value: Int)]) -> [UInt8] {
    var bytes: [UInt8] = [PickleOpcode.proto.rawValue, 2, PickleOpcode.emptyDict.rawValue]
    bytes.append(PickleOpcode.mark.rawValue)
    for (key, value) in members {
      append(key, to: &bytes)
      append(value, to: &bytes)
    }
    return bytes + [PickleOpcode.setitems.rawValue, end]
  }

  private static let end = UInt8(ascii: ".")

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let utf8 = Array(text.utf8)
    bytes.append(PickleOpcode.binunicode.rawValue)
    bytes += littleEndian(UInt64(utf8.count), byteCount: 4)
    bytes += utf8
  }

  /// In the shortest form, as Python has it.
  private static func append(_ value: Int, to bytes: inout [UInt8]) {
    let bits = UInt64(bitPattern: Int64(value))
    switch value {
    case 0...0xff: bytes += [PickleOpcode.binint1.rawValue, UInt8(value)]
    case 0...0xffff: bytes += [PickleOpcode.binint2.rawValue] + littleEndian(bits, byteCount: 2)
    case Int(Int32.min)...Int(Int32.max):
      bytes += [PickleOpcode.binint.rawValue] + littleEndian(bits, byteCount: 4)
    default:
      // Bytes of the magnitude, and one more where its highest bit is taken by no sign.
      let byteCount = (64 - (value < 0 ? ~value : value).leadingZeroBitCount) / 8 + 1
      bytes += [PickleOpcode.long1.rawValue, UInt8(byteCount)] + littleEndian(bits, byteCount: byteCount)
    }
  }

  private static func littleEndian(_ value: UInt64, byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
