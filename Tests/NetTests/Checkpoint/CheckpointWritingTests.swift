import Foundation
import Net
import Testing

/// What jx writes is read back; `Tests/Fixtures/checkpoints/read_back.py` reads the same files with NumPy and safetensors.
@Suite("Checkpoint, writing")
struct CheckpointWritingTests {
  private func written(_ write: ((RawSpan) throws -> Void) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    return bytes
  }

  private func expectSame(_ bytes: [UInt8], _ name: String, as original: Checkpoint) throws {
    try CheckpointFixtures.withFiles([name: bytes]) { folder in
      let copy = try Checkpoint(path: folder + "/" + name)
      let numeric = original.variables.filter { $0.element != nil }
      #expect(copy.variables.count == numeric.count)
      for variable in numeric {
        #expect(copy.variable(named: variable.shape.name) == variable)
        #expect(
          try copy.storedBytes(of: variable.shape.name) == original.storedBytes(of: variable.shape.name))
      }
    }
  }

  @Test(
    "keeps every type in safetensors",
    arguments: ["v1", "v1_sliced", "v2", "v2_sliced", "deflated.npz", "two.tgz"])
  func keepsTypesInSafetensors(name: String) throws {
    let original = try Checkpoint(path: CheckpointFixtures.path(name))
    try expectSame(try written(original.writeSafetensors), "copy.safetensors", as: original)
  }

  @Test("keeps every type in npz", arguments: ["v1", "v1_sliced", "v2_sliced", "deflated.npz", "two.tgz"])
  func keepsTypesInNPZ(name: String) throws {
    let original = try Checkpoint(path: CheckpointFixtures.path(name))
    try expectSame(try written(original.writeNPZ), "copy.npz", as: original)
  }

  @Test("refuses bfloat16 in npz")
  func refusesBfloat16() throws {
    let original = try Checkpoint(path: CheckpointFixtures.path("v2"))
    let error = #expect(throws: NetError.self) { try written(original.writeNPZ) }
    #expect(error?.code == .unsupported)
    #expect(error?.found.contains("bfloat16") == true)
  }
}
