import Foundation

/// A small file system in memory, mounted on a folder; only the superuser can.
final class SmallFileSystem {
  static let isPossible: Bool = {
    let path = FileManager.default.temporaryDirectory.appending(path: "jx-mount-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return (try? SmallFileSystem(at: path, kibibytes: 64)) != nil
  }()

  private let path: String

  init(at path: String, kibibytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.call("mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path)
  }

  deinit {
    try? Self.call("umount", "-l", path)
  }

  /// The size for a registry with one snapshot of the run in a workbench, and half a second one.
  static func roomForOneSnapshot(in bench: Workbench) throws -> Int {
    _ = try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1", "--registry", "measure")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: bench.path + "/measure")
    let sizes = try paths.map { path in
      let attributes = try FileManager.default.attributesOfItem(atPath: bench.path + "/measure/" + path)
      return (attributes[.type] as? FileAttributeType == .typeRegular ? attributes[.size] as? Int : 0) ?? 0
    }
    let snapshots = zip(paths, sizes).filter { $0.0.contains("snapshots/") }.reduce(0) { $0 + $1.1 }
    // SQLite's log, gone when the registry is closed, takes a few hundred kibibytes while a run is recorded.
    return (sizes.reduce(0) { $0 + ($1 + 4095) / 4096 * 4096 } + snapshots / 2) / 1024 + 512
  }

  private static func call(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
