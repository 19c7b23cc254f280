internal import Foundation
internal import Glibc

/// What tells one state of a file from another without reading it: place on the device, size, and the times of the last
/// change of its content and of anything about it, to the nanosecond.
///
/// The last of these can't be set by a program: who writes to a file and puts its old time back still changes it.
struct FileIdentity: Hashable, Sendable {
  /// Device, inode, bytes, modification and change time in nanoseconds.
  let words: [UInt64]

  /// The present state of a file; nil if it can't be examined.
  init?(of path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    func nanoseconds(_ time: timespec) -> UInt64 {
      UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(time.tv_nsec))
    }
    words = [
      UInt64(status.st_dev), UInt64(status.st_ino), UInt64(bitPattern: Int64(status.st_size)),
      nanoseconds(status.st_mtim), nanoseconds(status.st_ctim),
    ]
  }

  init(words: [UInt64]) { self.words = words }

  /// Whether the file has been left alone for two seconds, so that another write would show in its times.
  var isSettled: Bool {
    let now = UInt64(max(0, Date.now.timeIntervalSince1970) * 1e9)
    return words[3] &+ 2_000_000_000 < now && words[4] &+ 2_000_000_000 < now
  }
}
