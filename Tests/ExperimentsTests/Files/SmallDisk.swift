import Foundation
import Glibc

/// A file system of one megabyte in memory, mounted on a folder of a test's own; only the superuser can.
final class SmallDisk: Sendable {
  static let isPossible: Bool = (try? SmallDisk()) != nil

  let path: String
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path
    try Self.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path)
  }

  deinit {
    try? Self.run("umount", "-l", path)
  }

  var names: [String] { folder.names }

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
