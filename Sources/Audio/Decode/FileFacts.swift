#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What the system says of a file before it is opened.
struct FileFacts {
  let byteCount: Int

  /// - Throws: ``AudioError/Code/missingFile`` or, for a folder, a device or a file without permission,
  ///   ``AudioError/Code/unreadable``.
  init(readableFile path: String) throws(AudioError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      let isMissing = errno == ENOENT || errno == ENOTDIR
      throw AudioError(
        isMissing ? .missingFile : .unreadable, file: path,
        found: isMissing ? "no such file" : systemReason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw AudioError(
        .unreadable, file: path, found: isFolder ? "a folder" : "no regular file", expected: "a file")
    }
    guard unsafe access(path, R_OK) == 0 else {
      throw AudioError(.unreadable, file: path, found: systemReason(errno))
    }
    byteCount = Int(status.st_size)
  }
}

/// The system's words for an error number, such as `Permission denied`.
func systemReason(_ number: CInt) -> String { unsafe String(cString: strerror(number)) }
