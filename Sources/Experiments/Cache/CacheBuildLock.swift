internal import Glibc

/// The right to compute what a folder of the cache lacks: one process at a time has it, and the end of a process frees it.
///
/// `flock(2)` on `building` in the folder, whose text is the bytes the folder is planned to have.
final class CacheBuildLock: Sendable {
  static let fileName = "building"
  private let file: FileDescriptor

  private init(_ file: consuming FileDescriptor) { self.file = file }

  /// Waits until nobody else builds, then takes the lock.
  ///
  /// - Parameters:
  ///   - folder: a folder that is held by a ``CacheLease``.
  ///   - isCancelled: asked ten times a second; true ends the wait with ``ExperimentError/Code/interrupted``.
  ///   - wait: called ten times a second while somebody else builds, with the number of calls before it.
  static func take(
    _ folder: String, isCancelled: () -> Bool, wait: (_ tick: Int) -> Void
  ) throws(ExperimentError) -> CacheBuildLock {
    let path = folder + "/" + fileName
    let file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT)
    var tick = 0
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemFailure.error("locked", path) }
      guard !isCancelled() else {
        throw ExperimentError(.interrupted, found: "stopped while another process built the cache")
      }
      wait(tick)
      tick += 1
      usleep(100_000)
    }
    return CacheBuildLock(file)
  }

  /// Notes how many bytes the folder is to have, for others that plan meanwhile.
  func note(plannedByteCount: Int) {
    ftruncate(file.number, 0)
    let text = Array("\(plannedByteCount)\n".utf8)
    // Advice for others: a plan that can't be noted does not stop the build.
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(file.number, $0.baseAddress, $0.count, 0) }
  }

  /// The bytes that a folder under construction is planned to have; nil if nobody builds there.
  static func plannedByteCount(of folder: String) -> Int? {
    guard let file = try? FileDescriptor(reading: folder + "/" + fileName),
      flock(file.number, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK
    else { return nil }
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = (try? file.read(into: &buffer)) ?? 0
    return Int(String(decoding: buffer[..<count], as: UTF8.self).trimmingSuffix("\n"))
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
