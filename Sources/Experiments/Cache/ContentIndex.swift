internal import Foundation
internal import Glibc
internal import Net

/// The digests of files that were hashed before, so that a file is read again only when something about it changed.
///
/// `<cache>/contents`: records of 80 bytes, appended and never changed: the five words of a ``FileIdentity`` and the 32 bytes
/// of the SHA-256, little-endian words and digest bytes, four bytes of zero, and the CRC-32C of the 76 bytes before.
/// A record that is damaged or cut off counts as not there.
struct ContentIndex {
  static let fileName = "contents"
  private static let recordByteCount = 80

  private let path: String
  private var digests: [FileIdentity: Digest] = [:]
  private var new: [UInt8] = []

  /// Reads the index of a cache; one that is missing or can't be read is empty.
  init(cacheFolder: String) {
    path = cacheFolder + "/" + Self.fileName
    guard let bytes = FileManager.default.contents(atPath: path).map({ [UInt8]($0) }) else { return }
    digests.reserveCapacity(bytes.count / Self.recordByteCount)
    for start in stride(
      from: 0, through: bytes.count - Self.recordByteCount, by: Self.recordByteCount)
    {
      let record = unsafe bytes.span.bytes.extracting(start..<(start + Self.recordByteCount))
      let body = record.extracting(0..<76)
      let checksum = UInt32(
        littleEndian: unsafe record.unsafeLoadUnaligned(fromByteOffset: 76, as: UInt32.self))
      guard CRC32C.checksum(body) == checksum else { continue }
      let words = (0..<5).map {
        UInt64(littleEndian: unsafe record.unsafeLoadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
      }
      digests[FileIdentity(words: words)] = Digest(bytes: record.extracting(40..<72))
    }
  }

  /// The digest of a file in a known state.
  subscript(identity: FileIdentity) -> Digest? { digests[identity] }

  /// Notes the digest of a file that was in the same state before and after it was read.
  mutating func note(_ digest: Digest, of identity: FileIdentity) {
    guard digests.updateValue(digest, forKey: identity) == nil else { return }
    let start = new.count
    for word in identity.words { new += (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    new += digest.bytes + [0, 0, 0, 0]
    let checksum = unsafe CRC32C.checksum(new.span.extracting(start..<new.count).bytes)
    new += (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
  }

  /// Appends what was noted. That it can't be written costs time alone: the files are read again.
  func save() {
    guard !new.isEmpty,
      let file = try? FileDescriptor(path: path, flags: O_RDWR | O_CREAT | O_APPEND),
      flock(file.number, LOCK_EX) == 0
    else { return }
    // What a process that was killed left of a record.
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0 else { return }
    let whole = Int(status.st_size) / Self.recordByteCount * Self.recordByteCount
    if whole < Int(status.st_size) { ftruncate(file.number, off_t(whole)) }
    try? file.write(unsafe new.span.bytes)
  }
}
