import Foundation
import Net
import Testing

@testable import Experiments

@Suite("The configs in configs/")
struct ShippedConfigTests {
  static let names = ["quickstart", "esc10", "finetune", "frozen", "gradual", "jibjib"]

  @Test("are these six")
  func files() throws {
    let folder = repositoryRoot.appendingPathComponent("configs").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
    #expect(Set(files) == Set(ShippedConfigTests.names.map { $0 + ".yaml" }))
  }

  @Test("read, carry their file's name, read back, and freeze layers that exist", arguments: names)
  func reads(name: String) throws {
    let path = repositoryRoot.appendingPathComponent("configs/\(name).yaml").path
    let config = try RunConfig.load(path: path).config
    #expect(config.name == name)
    #expect(try readConfig(config.yaml()).config == config)
    let layers = LayerSelection(ResolvedConfig(config: config), classes: 10)
    let phases = try layers.phases()
    _ = try layers.scales(phases: phases)
    #expect(phases.count == config.model.unfreeze.count + 1)
  }

  @Test("start from what they say")
  func contents() throws {
    func config(_ name: String) throws -> RunConfig {
      try RunConfig.load(path: repositoryRoot.appendingPathComponent("configs/\(name).yaml").path).config
    }
    #expect(try config("quickstart").data.folder == "demo")
    #expect(try config("finetune").model.checkpoint == .google)
    #expect(try config("finetune").model.frozen == ["conv1", "conv2"])
    #expect(try config("frozen").model.checkpoint == .google)
    #expect(try config("frozen").model.frozen == ["vggish"])
    #expect(try config("jibjib").model.checkpoint == .jibjib)
    let esc10 = try config("esc10")
    #expect(esc10.model.checkpoint == .none)
    #expect(esc10.model.width == 64)
    guard case .foldsByPattern(_, "1", _) = esc10.data.split else {
      Issue.record("esc10 is not split by the folds in its file names")
      return
    }
  }
}
