internal import Foundation

/// The calls of one process, in their order. The layout is described at the top of `Shim/faults.c`.
struct OperationLog: Sendable {
  /// The calls; paths are relative to the watched folder, which itself is the empty path.
  let operations: [Operation]
  /// The calls that the shim counted, with those that failed; those of the last process that ended by itself.
  let count: Int

  /// Reads the shim's log.
  init(path: String, root: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    var operations: [Operation] = []
    var count = 0
    var offset = 0
    func integer(_ place: Int, _ size: Int) -> UInt64 {
      (0..<size).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
    func relative(_ path: String) -> String {
      path == root ? "" : String(path.dropFirst(root.count + 1))
    }
    while offset < bytes.count {
      guard offset + 25 <= bytes.count else { throw CrashTestError("\(path) ends within a record") }
      let kind = bytes[offset]
      let inode = integer(offset + 1, 8)
      let number = Int(integer(offset + 9, 8))
      let (pathLength, dataLength) = (Int(integer(offset + 17, 4)), Int(integer(offset + 21, 4)))
      offset += 25
      guard offset + pathLength + dataLength <= bytes.count else {
        throw CrashTestError("\(path) ends within a record")
      }
      let name = relative(String(decoding: bytes[offset..<(offset + pathLength)], as: UTF8.self))
      let data = Array(bytes[(offset + pathLength)..<(offset + pathLength + dataLength)])
      let text = String(decoding: data, as: UTF8.self)
      offset += pathLength + dataLength
      switch kind {
      case 1: operations.append(.create(path: name, inode: inode))
      case 2: operations.append(.write(inode: inode, offset: number, bytes: data))
      case 3: operations.append(.truncate(inode: inode, size: number))
      case 4: operations.append(.allocate(inode: inode, size: number))
      case 5: operations.append(.synchronize(inode: inode))
      case 6: operations.append(.synchronizeFolder(path: name))
      case 7: operations.append(.rename(from: name, to: relative(text)))
      case 8: operations.append(.unlink(path: name))
      case 9: operations.append(.makeFolder(path: name))
      case 10: operations.append(.removeFolder(path: name))
      case 11: operations.append(.print(text))
      case 12: count = number
      default: throw CrashTestError("\(path) holds a record of kind \(kind)")
      }
    }
    self.operations = operations
    self.count = count
  }

  /// What had been printed after so many calls.
  func output(after count: Int) -> String {
    operations.prefix(count).reduce(into: "") { text, operation in
      if case .print(let part) = operation { text += part }
    }
  }
}
