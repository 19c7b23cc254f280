import Foundation
import Net
import Testing

/// Samples that TensorFlow 2.21 wrote, good and damaged; they are not part of the project.
@Suite("Checkpoint, golden samples", .enabled(if: CheckpointFixtures.golden != nil))
struct GoldenCheckpointTests {
  @Test(
    "gives the stored bytes of every variable",
    arguments: [
      "v1_types", "v1_sliced", "v1_many", "v1_blocks", "v1_snappy", "v2_types", "v2_sliced", "v2_many",
      "v2_blocks",
      "v2_snappy", "v2_shards",
    ])
  func givesStoredBytes(name: String) throws {
    let folder = try #require(CheckpointFixtures.golden)
    let checkpoint = try Checkpoint(path: folder.appending(path: name).path)
    let values = try Checkpoint(path: folder.appending(path: name + ".npz").path)
    #expect(checkpoint.variables.map(\.shape.name).sorted() == values.variables.map(\.shape.name).sorted())
    for reference in values.variables where reference.element != nil {
      let name = reference.shape.name
      #expect(checkpoint.variable(named: name)?.shape == reference.shape)
      #expect(try checkpoint.storedBytes(of: name) == values.storedBytes(of: name), "\(name)")
    }
  }

  @Test(
    "refuses damaged ones and says what is damaged",
    arguments: [
      ("bad_v1_block", "fails its CRC-32C"), ("bad_v1_magic", "no checkpoint"),
      ("bad_v1_truncated", "no checkpoint"), ("bad_v2_index", "bad_v2_index.index: the block"),
      ("bad_v2_data", "data-00000-of-00001: variable 'scope/weights' fails its CRC-32C"),
      ("bad_v2_short", "data-00000-of-00001: variable 'scope/weights' claims 120 bytes"),
    ])
  func refusesDamage(name: String, reason: String) throws {
    let folder = try #require(CheckpointFixtures.golden)
    let error = try #require(
      CheckpointFixtures.refusal(ofFileAt: folder.appending(path: name).path))
    #expect(error.code == .malformedFile)
    #expect(error.found.contains(reason) && error.found.contains(name), "\(error)")
  }
}
