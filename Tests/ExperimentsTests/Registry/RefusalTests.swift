import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("Registries that can't be used")
struct RefusalTests {
  /// The superuser may write anywhere, so the test's process becomes nobody first.
  @Test(
    "say that a folder without write permission can't be written, and leave nothing behind",
    arguments: [true, false])
  func withoutPermission(exists: Bool) async throws {
    let folder = try TemporaryFolder()
    let directory = folder.path + "/runs"
    if exists { try RunFolder.createFolder(directory) }
    unsafe chmod(exists ? directory : folder.path, 0o555)
    await #expect(processExitsWith: .success) { [directory = directory as String] in
      if geteuid() == 0 { try #require(setuid(65534) == 0) }
      #expect { _ = try Registry(directory: directory) } throws: { error in
        guard let error = error as? ExperimentError else { return false }
        return error.code == .inputOutput && error.found.contains(directory)
          && error.remedy.contains("--registry")
      }
    }
    unsafe chmod(folder.path, 0o755)
    #expect(folder.names == (exists ? ["runs"] : []))
  }

  @Test(
    "tell network file systems from local ones",
    arguments: [("0:52", "nfs4"), ("0:53", nil), ("254:0", nil), ("9:9", nil)] as [(String, String?)])
  func networkFileSystems(device: String, kind: String?) {
    let mounts = """
      23 28 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      90 23 0:52 / /mnt/far rw,relatime shared:7 - nfs4 server:/export rw,vers=4.2
      91 23 0:53 / /mnt/with-dash rw shared:8 - tmpfs tmpfs rw
      """
    #expect(FileSystemKind.networkName(ofDevice: device, in: mounts) == kind)
  }

  @Test("make nothing before the first record", arguments: [true, false])
  func nothingBefore(exists: Bool) throws {
    let folder = try TemporaryFolder()
    let directory = folder.path + "/runs"
    if exists { try RunFolder.createFolder(directory) }
    let registry = try Registry(directory: directory)
    #expect(folder.names == (exists ? ["runs"] : []))
    #expect(try FileManager.default.contentsOfDirectory(atPath: exists ? directory : folder.path).isEmpty)
    let handle = try registry.createRun(SampleRun.make())
    #expect(try Registry(directory: directory, createsMissing: false).runs().map(\.id) == [handle.id])
  }

  @Test("tell the file system of a real folder")
  func realFolder() {
    #expect(FileSystemKind.networkName(at: "/") == nil)
    #expect(FileSystemKind.networkName(at: "/nonexistent") == nil)
  }
}
