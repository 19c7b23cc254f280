/// A call by which jx changed something below the registry's folder, as `Shim/faults.c` writes it down.
enum Operation: Sendable {
  /// A new file got a name.
  case create(path: String, inode: UInt64)
  /// Bytes were written at an offset.
  case write(inode: UInt64, offset: Int, bytes: [UInt8])
  /// A file was cut or extended to a size.
  case truncate(inode: UInt64, size: Int)
  /// Room was taken for a file of at least a size.
  case allocate(inode: UInt64, size: Int)
  /// A file's bytes and size are on the disk.
  case synchronize(inode: UInt64)
  /// A folder's names are on the disk.
  case synchronizeFolder(path: String)
  /// A name changed, replacing one that was there.
  case rename(from: String, to: String)
  /// A name is gone.
  case unlink(path: String)
  /// A new folder.
  case makeFolder(path: String)
  /// A folder is gone.
  case removeFolder(path: String)
  /// jx printed a text on standard output: from now on the user relies on it.
  case print(String)
}
