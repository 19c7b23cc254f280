internal import Glibc

/// A file that appears whole or not at all, even when the power fails.
///
/// Bytes go into `x.tmp` beside the file `x`; ``commit()`` waits until they are on the disk, renames, and waits until the
/// name is on the disk. A value that ends without commit removes its temporary file. A temporary file that a killed
/// process left is used again; one that another process is writing is left alone, and `x.2.tmp` taken instead.
public struct AtomicFile: ~Copyable {
  /// The path that the file will have.
  public let path: String

  private let temporaryPath: String
  private let file: FileDescriptor
  private var isCommitted = false
  private var reservedByteCount = 0
  private var writtenByteCount = 0

  /// Begins a file; a file of that path stays as it is until ``commit()``.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` or ``ExperimentError/Code/missingFile`` (no such folder), with path
  ///   and reason.
  public init(path: String) throws(ExperimentError) {
    var number = 1
    while true {
      let temporaryPath = number == 1 ? path + ".tmp" : "\(path).\(number).tmp"
      let file = try FileDescriptor(path: temporaryPath, flags: O_WRONLY | O_CREAT)
      if flock(file.number, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else {
          throw SystemFailure.error("locked", temporaryPath)
        }
        number += 1
        // Between opening and locking, another process may have renamed the file to its final name: then it is not ours.
      } else if file.isStill(at: temporaryPath) {
        guard ftruncate(file.number, 0) == 0 else { throw SystemFailure.error("emptied", temporaryPath) }
        self.path = path
        self.temporaryPath = temporaryPath
        self.file = file
        return
      }
    }
  }

  deinit {
    if !isCommitted { unsafe unlink(temporaryPath) }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` with the path, the reason and, on a full disk, the free space.
  public mutating func write(_ bytes: RawSpan) throws(ExperimentError) {
    try file.write(bytes)
    writtenByteCount += bytes.byteCount
  }

  /// Takes the disk space for a file of exactly this size, so that a full disk shows at once.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` if there is not enough.
  public mutating func reserve(_ byteCount: Int) throws(ExperimentError) {
    guard byteCount > 0 else { return }
    let failure = posix_fallocate(file.number, 0, byteCount)
    guard failure == 0 else { throw SystemFailure.error(number: failure, "written", path) }
    reservedByteCount = byteCount
  }

  /// Makes the file appear, replacing one of the same path.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput``; the temporary file is then gone and the old file in place.
  public consuming func commit() throws(ExperimentError) {
    precondition(
      writtenByteCount >= reservedByteCount,
      "\(path): \(writtenByteCount) of \(reservedByteCount) bytes written")
    try file.synchronize()
    guard unsafe rename(temporaryPath, path) == 0 else { throw SystemFailure.error("renamed", temporaryPath) }
    isCommitted = true
    try FileDescriptor.synchronize(folder: FilePath.folder(of: path))
  }

  /// Writes a whole text as UTF-8.
  public static func write(_ text: String, to path: String) throws(ExperimentError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes whole bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(ExperimentError) {
    var file = try AtomicFile(path: path)
    try file.write(unsafe bytes.span.bytes)
    try file.commit()
  }

  /// Removes a file unless a process is writing it; false if one is.
  static func removeAbandoned(_ path: String) throws(ExperimentError) -> Bool {
    let file = try FileDescriptor(reading: path)
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { return false }
    guard unsafe unlink(path) == 0 else { throw SystemFailure.error("removed", path) }
    return true
  }
}
