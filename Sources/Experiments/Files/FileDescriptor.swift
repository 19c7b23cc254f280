internal import Glibc

/// An open file, closed when the value ends.
struct FileDescriptor: ~Copyable, Sendable {
  /// The system's number for it.
  let number: Int32
  /// Where it was opened, for errors.
  let path: String

  /// Opens a file with flags of `open(2)`; close-on-exec is always set.
  init(path: String, flags: Int32, mode: mode_t = 0o644) throws(ExperimentError) {
    let number = unsafe open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw SystemFailure.error("opened", path) }
    self.number = number
    self.path = path
  }

  /// Opens an existing file for reading.
  init(reading path: String) throws(ExperimentError) {
    try self.init(path: path, flags: O_RDONLY)
  }

  deinit {
    close(number)
  }

  /// Reads into the beginning of a buffer; returns the number of bytes, 0 at the end of the file.
  func read(into buffer: inout [UInt8]) throws(ExperimentError) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(number, bytes.baseAddress, bytes.count)
      }
      if count >= 0 { return count }
      if errno != EINTR { throw SystemFailure.error("read", path) }
    }
  }

  /// The bytes of a whole file.
  static func readAll(_ path: String) throws(ExperimentError) -> [UInt8] {
    let file = try FileDescriptor(reading: path)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Writes all bytes at the file's position.
  func write(_ bytes: RawSpan) throws(ExperimentError) {
    var written = 0
    while written < bytes.byteCount {
      let rest = bytes.extracting(written..<bytes.byteCount)
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(number, buffer.baseAddress, buffer.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw SystemFailure.error("written", path)
      }
    }
  }

  /// Whether a path still names the file that was opened.
  func isStill(at path: String) -> Bool {
    var opened = stat()
    var named = stat()
    guard unsafe fstat(number, &opened) == 0, unsafe stat(path, &named) == 0 else { return false }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Waits until the file's bytes and size are on the disk.
  func synchronize() throws(ExperimentError) {
    guard fsync(number) == 0 else { throw SystemFailure.error("synchronized to disk", path) }
  }

  /// Waits until the names in a folder are on the disk.
  static func synchronize(folder path: String) throws(ExperimentError) {
    try FileDescriptor(path: path, flags: O_RDONLY | O_DIRECTORY).synchronize()
  }
}
