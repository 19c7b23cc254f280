import Foundation
import Testing

@testable import Experiments

@Suite("Config files")
struct ConfigFileTests {
  @Test("a missing file suggests its neighbour")
  func missing() throws {
    let path = repositoryRoot.appendingPathComponent("configs/quikstart.yaml").path
    do {
      _ = try RunConfig.load(path: path)
      Issue.record("a missing file was read")
    } catch {
      #expect(error.code == .missingFile)
      #expect(error.remedy.hasSuffix("configs/quickstart.yaml'?"))
    }
  }

  @Test(
    "a folder, an endless device and an unreadable path are refused", arguments: ["/", "/dev/zero", "/no/x"])
  func unusual(path: String) {
    #expect(throws: ExperimentError.self) { try RunConfig.load(path: path) }
  }

  @Test("a file is read with its path in the places")
  func file() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("jx-\(UUID().uuidString).yaml")
    try Data("data: {folder: a}\nseed: 5".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let resolved = try RunConfig.load(path: url.path, overrides: ["train.epochs=2"])
    #expect(resolved.config.seed == 5)
    #expect(resolved.config.train.epochs == 2)
    #expect(resolved.place(of: "seed") == url.path + ":2:7")
  }
}
