internal import Foundation

/// A file system mounted on a folder for as long as the value lives; only the superuser can.
final class Mount {
  private let path: String

  /// Whether this process may mount.
  static let isPossible: Bool = {
    let path = FileManager.default.temporaryDirectory.appending(path: "jx-mount-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return (try? Mount(memory: 64, at: path)) != nil
  }()

  /// A file system in memory of a size in KiB.
  init(memory kibibytes: Int, at path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.call(["mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path])
  }

  /// A new ext4 file system in a file.
  init(image: String, mebibytes: Int, at path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.call(["truncate", "-s", "\(mebibytes)M", image])
    try Self.call(["mkfs.ext4", "-q", "-E", "root_owner=0:0", image])
    try Self.call(["mount", "-o", "loop", image, path])
    try Self.call(["rmdir", path + "/lost+found"])
  }

  /// A file system that an error ended, after the check that a machine's start would make.
  init(repairing image: String, at path: String) throws {
    self.path = path
    // e2fsck returns 1 when it has mended something.
    try Self.call(["fsck.ext4", "-p", image], accepting: [0, 1])
    try Self.call(["mount", "-o", "loop", image, path])
    try? FileManager.default.removeItem(atPath: path + "/lost+found")
  }

  deinit {
    _ = try? Self.call(["umount", path])
  }

  /// Mounts it again with other options.
  func change(_ options: String) throws { try Self.call(["mount", "-o", "remount,\(options)", path]) }

  /// Runs a command of the system.
  static func call(_ command: [String], accepting: Set<Int32> = [0]) throws {
    let outcome = try Program(
      command: ["/usr/bin/env"] + command, folder: "/",
      environment: ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
    ).run()
    guard let status = outcome.status, accepting.contains(status) else {
      throw CrashTestError("\(command.joined(separator: " ")) \(outcome.ending)")
    }
  }
}
