#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file read at any position, in pieces whose size the caller bounds.
struct ByteSource: ~Copyable {
  let path: String
  let byteCount: Int
  private let descriptor: CInt

  init(path: String) throws(AudioError) {
    let facts = try FileFacts(readableFile: path)
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw AudioError(.unreadable, file: path, found: systemReason(errno))
    }
    self.descriptor = descriptor
    self.path = path
    byteCount = facts.byteCount
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes from `offset` on; fewer at the end of the file, none behind it.
  func bytes(at offset: Int, count: Int) throws(AudioError) -> [UInt8] {
    guard offset >= 0, offset < byteCount else { return [] }
    var bytes = [UInt8](repeating: 0, count: min(count, byteCount - offset))
    var filled = 0
    while filled < bytes.count {
      let length = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, off_t(offset + filled))
      }
      if length < 0, errno == EINTR { continue }
      guard length >= 0 else { throw AudioError(.unreadable, file: path, found: systemReason(errno)) }
      guard length > 0 else { break }
      filled += length
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}
