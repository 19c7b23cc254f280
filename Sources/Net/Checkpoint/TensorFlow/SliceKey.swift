/// The table key of a slice: 00, the variable's name, its rank, and start and length of each dimension, in OrderedCode.
///
/// OrderedCode (`tensorflow/core/lib/strings/ordered_code.h`) keeps the order of the values in the order of the bytes:
/// a text has 00 and ff escaped as 00 ff and ff 00 and ends with 00 01; an unsigned number is its length in bytes and
/// its bytes, highest first; a signed one has as many leading ones (of zeros, if negative) as it takes bytes.
enum SliceKey {
  /// The key of a slice of a variable; the whole of a dimension is stored as length −1.
  static func make(_ name: String, _ slice: TensorSlice) -> [UInt8] {
    var key = unsigned(0)
    for byte in name.utf8 {
      switch byte {
      case 0x00: key += [0x00, 0xff]
      case 0xff: key += [0xff, 0x00]
      default: key.append(byte)
      }
    }
    key += [0x00, 0x01]
    key += unsigned(UInt64(slice.extents.count))
    for extent in slice.extents { key += signed(Int64(extent.start)) + signed(Int64(extent.length ?? -1)) }
    return key
  }

  private static func unsigned(_ value: UInt64) -> [UInt8] {
    let count = (64 - value.leadingZeroBitCount + 7) / 8
    return [UInt8(count)] + bigEndian(value).suffix(count)
  }

  /// Seven bits a byte, sign included, beside the header of leading ones.
  private static func signed(_ value: Int64) -> [UInt8] {
    let magnitude = UInt64(bitPattern: value < 0 ? ~value : value)
    let bits = 64 - magnitude.leadingZeroBitCount + 1
    let count = max((bits + 6) / 7, 1)
    let sign: UInt8 = value < 0 ? 0xff : 0
    var bytes = Array(([sign, sign] + bigEndian(UInt64(bitPattern: value))).suffix(count))
    let ones = ~(UInt16.max >> UInt16(count))
    bytes[0] ^= UInt8(ones >> 8)
    if count > 1 { bytes[1] ^= UInt8(ones & 0xff) }
    return bytes
  }

  private static func bigEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
