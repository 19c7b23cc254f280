internal import Glibc

/// Turns a failed system call into an error that names the file, the reason and, for a full disk, the free space.
enum SystemFailure {
  /// The error for the present `errno`; `verb` completes "could not be …".
  static func error(_ verb: String, _ path: String) -> ExperimentError {
    error(number: errno, verb, path)
  }

  /// The error for a number as `errno` gives it.
  static func error(number: Int32, _ verb: String, _ path: String) -> ExperimentError {
    let reason = unsafe String(cString: strerror(number))
    let found = "\(path) could not be \(verb): \(reason)"
    switch number {
    case ENOENT, ENOTDIR:
      return ExperimentError(.missingFile, found: found, remedy: "Check the path.")
    case ENOSPC, EDQUOT, EFBIG:
      let free = freeByteCount(near: path).map { ", with \($0 >> 20) MiB free there" } ?? ""
      return ExperimentError(
        .inputOutput, found: found + free, expected: "room for the file",
        remedy: "Free some space or choose another folder; nothing was left behind.")
    case EACCES, EPERM, EROFS:
      return ExperimentError(
        .inputOutput, found: found, expected: "permission to do so",
        remedy: "Change the permissions or choose another folder.")
    default:
      return ExperimentError(.inputOutput, found: found)
    }
  }

  /// The bytes that an ordinary user may still write on the file system of a path or of its folder.
  static func freeByteCount(near path: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 || statvfs(FilePath.folder(of: path), &status) == 0 else {
      return nil
    }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }
}
