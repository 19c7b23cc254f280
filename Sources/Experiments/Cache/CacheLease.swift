internal import Glibc

/// A hold on a folder of the cache: as long as one lives, in whichever process, nothing prunes the folder.
///
/// `flock(2)` on `lock` in the folder, shared by all who use it; whatever ends a process frees it. The file's modification time
/// is when the folder was last used.
final class CacheLease: Sendable {
  static let fileName = "lock"
  private let file: FileDescriptor

  private init(_ file: consuming FileDescriptor) { self.file = file }

  /// Makes the folder if it is missing and holds it; nil where the folder can be read but not written, and so not pruned.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` if it can't be made.
  static func use(_ folder: String) throws(ExperimentError) -> CacheLease? {
    while true {
      try FileTree.makeFolder(folder)
      let path = folder + "/" + fileName
      let file: FileDescriptor
      do throws(ExperimentError) { file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT) } catch {
        // It may have been pruned between the two; else it is read-only.
        guard unsafe access(folder, F_OK) == 0 else { continue }
        return nil
      }
      guard flock(file.number, LOCK_SH | LOCK_NB) == 0 else {
        guard errno == EWOULDBLOCK || errno == EINTR else { return nil }
        usleep(10_000)  // Somebody removes the folder just now.
        continue
      }
      guard file.isStill(at: path) else { continue }
      _ = futimens(file.number, nil)
      return CacheLease(file)
    }
  }

  /// Holds a folder for oneself, to remove it; nil if somebody uses it.
  static func own(_ folder: String) -> CacheLease? {
    let path = folder + "/" + fileName
    guard let file = try? FileDescriptor(path: path, flags: O_RDWR | O_CREAT),
      flock(file.number, LOCK_EX | LOCK_NB) == 0, file.isStill(at: path)
    else { return nil }
    return CacheLease(file)
  }

  /// Whether somebody uses a folder.
  static func isUsed(_ folder: String) -> Bool {
    guard let file = try? FileDescriptor(reading: folder + "/" + fileName) else { return false }
    return flock(file.number, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
