internal import Foundation

/// Figures by class as a column: each a little-endian double, no number included.
enum ClassValues {
  static func encode(_ values: [Double]) -> Data {
    var data = Data(capacity: values.count * 8)
    for value in values {
      let bits = value.bitPattern
      for shift in stride(from: 0, to: 64, by: 8) {
        data.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
      }
    }
    return data
  }

  static func decode(_ data: Data) -> [Double] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
      var bits: UInt64 = 0
      for index in 0..<8 { bits |= UInt64(bytes[start + index]) << UInt64(8 * index) }
      return Double(bitPattern: bits)
    }
  }
}
