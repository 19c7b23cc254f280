internal import Foundation
internal import Glibc

/// A folder that appears whole or not at all.
///
/// It is filled under a hidden name, `.export.tmp`, in the folder that is to hold it, and then renamed. A value that ends
/// before that removes it. What a killed process left is emptied and used again; a folder that another process is filling
/// is left alone, and `.export.2.tmp` taken instead.
struct AtomicFolder: ~Copyable {
  /// Where to put the files until then.
  let path: String

  private let parent: String
  private let lock: FileDescriptor
  private var isCommitted = false

  /// Begins an empty folder within another one, which must be there.
  init(in parent: String) throws(ExperimentError) {
    var number = 1
    while true {
      let path = parent + (number == 1 ? "/.export.tmp" : "/.export.\(number).tmp")
      try RunFolder.createFolder(path)
      let lock = try FileDescriptor(path: path, flags: O_RDONLY | O_DIRECTORY)
      if flock(lock.number, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemFailure.error("locked", path) }
        number += 1
      } else if Self.isStill(lock, at: path) {
        try Self.empty(path)
        self.path = path
        self.parent = parent
        self.lock = lock
        return
      }
    }
  }

  deinit {
    if !isCommitted { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Gives the folder its name; false, and nothing done, if there is a folder or file of that name.
  mutating func rename(to name: String) throws(ExperimentError) -> Bool {
    precondition(!isCommitted, "\(path) has its name already")
    try lock.synchronize()
    guard unsafe Glibc.rename(path, "\(parent)/\(name)") == 0 else {
      if [ENOTEMPTY, EEXIST, ENOTDIR].contains(errno) { return false }
      throw SystemFailure.error("renamed", path)
    }
    isCommitted = true
    try FileDescriptor.synchronize(folder: parent)
    return true
  }

  /// Between opening and locking, another process may have given the folder its name: then it is not ours.
  private static func isStill(_ folder: borrowing FileDescriptor, at path: String) -> Bool {
    var opened = stat()
    var named = stat()
    guard unsafe fstat(folder.number, &opened) == 0, unsafe stat(path, &named) == 0 else { return false }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  private static func empty(_ path: String) throws(ExperimentError) {
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: path) {
        try FileManager.default.removeItem(atPath: path + "/" + name)
      }
    } catch {
      throw ExperimentError(
        .inputOutput, found: "\(path) could not be emptied: \(error.localizedDescription)",
        remedy: "Remove it by hand; an export that was killed left it.")
    }
  }
}
