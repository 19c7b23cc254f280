internal import Foundation

/// What a disk may hold when the power fails: only what was synchronized is sure to be there.
///
/// Bytes and sizes become sure by `fsync` of the file, names by `fsync` of their folder, each alone: POSIX promises no more. Of
/// what was not yet sure any part may have reached the disk: changes of names in their order, as a journal
/// keeps them, writes in any order and each perhaps only up to a sector's end.
struct DiskModel {
  /// What becomes of changes that were not yet sure.
  enum Loss: Sendable {
    /// Nothing is lost: the process was killed, the machine goes on.
    case nothing
    /// All of them.
    case everything
    /// Some, by chance.
    case some(SeededRandom)
  }

  private enum Entry: Equatable {
    case file(UInt64)
    case folder
  }

  private enum NameChange {
    case set(String, Entry)
    case remove(String)
    case move(String, String)

    func touches(_ folder: String) -> Bool {
      switch self {
      case .set(let path, _), .remove(let path): DiskModel.folder(of: path) == folder
      case .move(let old, let new):
        DiskModel.folder(of: old) == folder || DiskModel.folder(of: new) == folder
      }
    }
  }

  private var files: [UInt64: ModelFile] = [:]
  private var names: [String: Entry] = ["": .folder]
  private var pending: [NameChange] = []
  private var present: [String: Entry] = ["": .folder]
  private var generation: UInt64 = 0
  private var current: [UInt64: UInt64] = [:]

  /// The disk after these calls on an empty folder; `ignoringSynchronization` is a disk that lies about `fsync`.
  init(_ operations: some Sequence<Operation>, ignoringSynchronization: Bool = false) {
    for operation in operations {
      switch operation {
      case .synchronize, .synchronizeFolder: if !ignoringSynchronization { apply(operation) }
      default: apply(operation)
      }
    }
  }

  private mutating func apply(_ operation: Operation) {
    switch operation {
    case .create(let path, let inode):
      // A number is given again once its file is gone: a new file is a new key.
      generation += 1
      current[inode] = generation
      files[generation] = ModelFile()
      change(.set(path, .file(generation)))
    case .write(let inode, let offset, let bytes): note(.write(offset: offset, bytes: bytes), inode)
    case .truncate(let inode, let size): note(.size(size), inode)
    case .allocate(let inode, let size): note(.atLeast(size), inode)
    case .synchronize(let inode):
      guard let key = current[inode] else { return }
      files[key]?.settle()
    case .synchronizeFolder(let path):
      for change in pending where change.touches(path) { Self.apply(change, to: &names) }
      pending.removeAll { $0.touches(path) }
    case .rename(let old, let new): change(.move(old, new))
    case .unlink(let path), .removeFolder(let path): change(.remove(path))
    case .makeFolder(let path): change(.set(path, .folder))
    case .print: break
    }
  }

  private mutating func note(_ change: ModelFile.Change, _ inode: UInt64) {
    if let key = current[inode] { files[key]?.change(change) }
  }

  private mutating func change(_ change: NameChange) {
    pending.append(change)
    Self.apply(change, to: &present)
  }

  private static func apply(_ change: NameChange, to names: inout [String: Entry]) {
    switch change {
    case .set(let path, let entry): names[path] = entry
    case .remove(let path): names[path] = nil
    case .move(let old, let new): names[new] = names.removeValue(forKey: old)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// The files by path, and the folders, that are there when the machine is on again.
  func contents(losing loss: Loss) -> (folders: [String], files: [String: [UInt8]]) {
    var names = names
    var random: SeededRandom?
    switch loss {
    case .nothing: names = present
    case .everything: break
    case .some(var generator):
      for change in pending.prefix(Int.random(in: 0...pending.count, using: &generator)) {
        Self.apply(change, to: &names)
      }
      random = generator
    }
    var contents: [String: [UInt8]] = [:]
    var folders: [String] = []
    for (path, entry) in names.sorted(by: { $0.key < $1.key }) where isReachable(path, names) {
      switch entry {
      case .folder: folders.append(path)
      case .file(let key):
        guard var file = files[key] else { continue }
        if case .nothing = loss { file.settle() }
        if var generator = random {
          file.settleSome(&generator)
          random = generator
        }
        contents[path] = file.durable
      }
    }
    return (folders, contents)
  }

  /// A file whose folder's own name never reached the disk is lost with it.
  private func isReachable(_ path: String, _ names: [String: Entry]) -> Bool {
    var folder = path
    while !folder.isEmpty {
      folder = Self.folder(of: folder)
      guard names[folder] == .folder else { return false }
    }
    return true
  }
}
