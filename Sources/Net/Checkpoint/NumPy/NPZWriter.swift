/// The bytes between the arrays of an npz file: stored members, then the directory. The layout stands with
/// ``ZipArchive``; names are UTF-8, times the earliest that zip knows, so that the same arrays give the same bytes.
struct NPZWriter {
  private static let version: UInt16 = 20
  private static let nameIsUTF8: UInt16 = 1 << 11
  /// 1 January 1980.
  private static let date: UInt16 = 0x21

  private var directory: [UInt8] = []
  private var memberCount = 0
  private var position = 0

  /// The bytes before a member's contents.
  ///
  /// - Throws: ``NetError/Code/unsupported`` where the archive would need 64-bit places.
  mutating func begin(_ path: String, byteCount: Int, checksum: UInt32) throws(NetError) -> [UInt8] {
    let name = Array(path.utf8)
    guard position + byteCount + name.count < Int(UInt32.max) - directory.count - (1 << 20),
      name.count <= Int(UInt16.max),
      memberCount < Int(UInt16.max)
    else {
      throw NetError(
        .unsupported, found: "more than 4 GiB, or too many variables for npz", expected: "less",
        remedy: "Convert to safetensors.")
    }
    let common =
      bytes(Self.version) + bytes(Self.nameIsUTF8) + bytes(UInt16(0)) + bytes(UInt16(0)) + bytes(Self.date)
      + bytes(checksum) + bytes(UInt32(byteCount)) + bytes(UInt32(byteCount)) + bytes(UInt16(name.count))
      + bytes(UInt16(0))
    directory +=
      bytes(ZipDirectory.entrySignature) + bytes(Self.version) + common
      + [UInt8](repeating: 0, count: 10) + bytes(UInt32(position)) + name
    let header = bytes(ZipDirectory.localSignature) + common + name
    memberCount += 1
    position += header.count + byteCount
    return header
  }

  /// The bytes behind the last member.
  func end() -> [UInt8] {
    directory + bytes(ZipDirectory.endSignature) + bytes(UInt32(0)) + bytes(UInt16(memberCount))
      + bytes(UInt16(memberCount)) + bytes(UInt32(directory.count)) + bytes(UInt32(position))
      + bytes(UInt16(0))
  }

  private func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<MemoryLayout<Value>.size).map { UInt8(truncatingIfNeeded: value >> Value(8 * $0)) }
  }
}
