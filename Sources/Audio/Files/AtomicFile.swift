#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that appears complete or not at all: written beside its place, then renamed.
///
/// Whoever makes one writes to ``temporaryPath`` and calls ``commit()``; without that, the temporary file goes away.
struct AtomicFile: ~Copyable {
  let path: String
  /// The place to write to, in the same folder.
  let temporaryPath: String
  private var isCommitted = false

  init(path: String) {
    self.path = path
    temporaryPath = path + ".\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
  }

  deinit { if !isCommitted { _ = unsafe unlink(temporaryPath) } }

  /// Flushes the temporary file to the disk, unless that does not matter, and gives it its name.
  ///
  /// - Throws: ``AudioError/Code/writeFailed``.
  mutating func commit(waitsForDisk: Bool = true) throws(AudioError) {
    if waitsForDisk { try flush() }
    guard unsafe rename(temporaryPath, path) == 0 else { throw failure() }
    isCommitted = true
  }

  private func flush() throws(AudioError) {
    let descriptor = unsafe open(temporaryPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    let isFlushed = fsync(descriptor) == 0
    let reason = errno
    close(descriptor)
    guard isFlushed else { throw failure(reason) }
  }

  /// Writes all of `bytes` to the temporary file.
  ///
  /// - Throws: ``AudioError/Code/writeFailed``.
  func write(_ bytes: [UInt8]) throws(AudioError) {
    let descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure() }
    let reason = unsafe bytes.withUnsafeBytes { unsafe Self.write($0, to: descriptor) }
    guard close(descriptor) == 0, reason == 0 else { throw failure(reason == 0 ? errno : reason) }
  }

  /// The error for the system's reason `number`.
  func failure(_ number: CInt = errno) -> AudioError {
    failure(systemReason(number))
  }

  /// The error for a reason in words.
  func failure(_ reason: String) -> AudioError {
    AudioError(.writeFailed, file: path, found: "cannot be written: " + reason)
  }

  /// Returns 0 or the system's reason.
  private static func write(_ buffer: UnsafeRawBufferPointer, to descriptor: CInt) -> CInt {
    var written = 0
    while written < buffer.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
      let count = unsafe systemWrite(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return errno }
      written += count
    }
    return 0
  }
}

/// The system's `write`, which has the same name as methods here.
private let systemWrite = unsafe write
