#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// An open folder that hands out its entries one by one, with what `stat` says of each.
@safe
struct FolderListing: ~Copyable {
  /// What stands behind a name.
  enum Kind: Sendable, Hashable {
    case file
    case folder
    case other
  }

  /// One entry of the folder, links followed.
  struct Entry: Sendable {
    /// The name's bytes as the file system stores them.
    var name: [UInt8]
    var kind: Kind
    /// Size in bytes.
    var size: Int64
    /// Last modification, in nanoseconds since 1970.
    var modified: Int64
    /// Device and inode: the same pair is the same file.
    var identity: Identity
    /// Why `stat` refused, `nil` if it did not.
    var failure: String?
  }

  /// What makes a file the same file whatever its path.
  struct Identity: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64
  }

  private let handle: OpaquePointer
  private let descriptor: Int32

  /// Opens a folder; throws a ``Refusal`` with the system's words.
  init(path: String) throws(Refusal) {
    guard let handle = unsafe opendir(path) else { throw Refusal(errno: errno) }
    unsafe self.handle = handle
    descriptor = unsafe dirfd(handle)
  }

  deinit { unsafe closedir(handle) }

  /// Device and inode of the folder itself.
  func identity() throws(Refusal) -> Identity {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Refusal(errno: errno) }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// The next entry but `.` and `..`, in the file system's order; `nil` at the end.
  mutating func next() throws(Refusal) -> Entry? {
    while true {
      errno = 0
      guard let entry = unsafe readdir(handle) else {
        if errno != 0 { throw Refusal(errno: errno) }
        return nil
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name == [0x2e] || name == [0x2e, 0x2e] { continue }
      return describe(name)
    }
  }

  private func describe(_ name: [UInt8]) -> Entry {
    var status = stat()
    let terminated = name.map { CChar(bitPattern: $0) } + [0]
    let result = unsafe fstatat(descriptor, terminated, &status, 0)
    guard result == 0 else {
      let identity = Identity(device: 0, inode: 0)
      return Entry(
        name: name, kind: .other, size: 0, modified: 0, identity: identity,
        failure: Refusal(errno: errno).reason)
    }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    return Entry(
      name: name, kind: kind, size: Int64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
      identity: Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)), failure: nil)
  }

  /// The system's refusal of a call, in its words.
  struct Refusal: Error {
    /// The system's error number.
    var code: Int32
    /// `strerror`'s text.
    var reason: String { unsafe String(cString: strerror(code)) }
    /// Whether nothing stands at the path.
    var isMissing: Bool { code == ENOENT }
    /// Whether something else than a folder stands at the path.
    var isNotAFolder: Bool { code == ENOTDIR }

    init(errno code: Int32) { self.code = code }
  }
}
