import Foundation
import Net
import Testing

/// What TensorFlow 2.21 and NumPy wrote, to the bit.
@Suite("Checkpoint")
struct CheckpointTests {
  @Test(
    "gives the stored bytes of every variable",
    arguments: [
      ("v1", CheckpointFormat.tensorflowV1, 11), ("v1_sliced", .tensorflowV1, 3), ("v2", .tensorflowV2, 16),
      ("v2_sliced", .tensorflowV2, 4), ("deflated.npz", .npz, 16),
    ])
  func givesStoredBytes(name: String, format: CheckpointFormat, count: Int) throws {
    let values = try Checkpoint(path: CheckpointFixtures.path("values.npz"))
    let checkpoint = try Checkpoint(path: CheckpointFixtures.path(name))
    #expect(checkpoint.format == format)
    let expected = values.variables.filter { $0.shape.name.hasPrefix(name + "|") }
    #expect(expected.count == count)
    for reference in expected {
      let own = String(reference.shape.name.dropFirst(name.count + 1))
      let variable = try #require(checkpoint.variable(named: own))
      #expect(variable.shape.shape == reference.shape.shape, "\(own)")
      // NumPy has no bfloat16: the reference holds its bits.
      let isSame = variable.element == reference.element || variable.element == .bfloat16
      #expect(isSame, "\(own) of \(variable.typeName)")
      #expect(
        try checkpoint.storedBytes(of: own) == values.storedBytes(of: reference.shape.name), "\(own)")
    }
  }

  @Test("rounds other types to single precision")
  func roundsToSinglePrecision() throws {
    let checkpoint = try Checkpoint(path: CheckpointFixtures.path("v2"))
    #expect(try checkpoint.floats(of: "int8") == [-128, -1, 0, 127])
    #expect(try checkpoint.floats(of: "int64") == [-0x1p63, -1, 0, 0x1p63])
    #expect(try checkpoint.floats(of: "uint64") == [0, 0x1p64])
    #expect(try checkpoint.floats(of: "half") == [1.5, -65504, 0x1p-24, .infinity])
    #expect(try checkpoint.floats(of: "bfloat16") == [1.5, -0x1.c2p127, .infinity])
    #expect(try checkpoint.floats(of: "bool") == [1, 0, 1])
    #expect(
      try checkpoint.floats(of: "model/special").map(\.bitPattern)[3...] == [0x8000_0000, 1, 0x7f7f_c99e])
  }

  @Test(
    "takes the checkpoint of the highest number from an archive", arguments: ["two.tar", "two.tgz"])
  func takesNewestFromArchive(name: String) throws {
    let checkpoint = try Checkpoint(path: CheckpointFixtures.path(name))
    #expect(checkpoint.member == "jibjib_model_raw/two-12")
    #expect(try checkpoint.floats(of: "step") == [12])
    let single = try Checkpoint(path: CheckpointFixtures.path("v1")).floats(of: "model/weights")
    #expect(try checkpoint.floats(of: "model/weights") == single.map { 2 * $0 })
  }

  @Test("reads V1 in gzip and in an archive", arguments: ["v1.gz", "v1.tgz"])
  func readsCompressedV1(name: String) throws {
    let plain = try Checkpoint(path: CheckpointFixtures.path("v1"))
    let compressed = try Checkpoint(path: CheckpointFixtures.path(name))
    #expect(compressed.format == .tensorflowV1 && compressed.variables == plain.variables)
    for variable in plain.variables {
      let name = variable.shape.name
      #expect(try compressed.storedBytes(of: name) == plain.storedBytes(of: name))
    }
  }

  @Test(
    "is named by a prefix, an index or a data file", arguments: ["v2", "v2.index", "v2.data-00000-of-00001"])
  func namedByAnyFile(name: String) throws {
    let checkpoint = try Checkpoint(path: CheckpointFixtures.path(name))
    #expect(checkpoint.files == ["v2.index", "v2.data-00000-of-00001"].map(CheckpointFixtures.path))
  }

  @Test("lists what it cannot read, and says why")
  func listsTexts() throws {
    let checkpoint = try Checkpoint(path: CheckpointFixtures.path("v2"))
    let text = try #require(checkpoint.variable(named: "text"))
    #expect(text.element == nil && text.typeName == "string" && text.shape.shape == [2])
    let error = #expect(throws: NetError.self) { try checkpoint.floats(of: "text") }
    #expect(error?.code == .unsupported)
    #expect(error?.found.contains("string") == true)
  }

  @Test("refuses unknown names and other counts")
  func refusesWrongRequests() throws {
    let checkpoint = try Checkpoint(path: CheckpointFixtures.path("v1"))
    #expect(throws: NetError.self) { try checkpoint.floats(of: "model/weight") }
    var values = [Float](repeating: 0, count: 71)
    let error = #expect(throws: NetError.self) {
      var span = values.mutableSpan
      try checkpoint.read("model/weights", into: &span)
    }
    #expect(error?.code == .shapeMismatch)
  }

  @Test("reads safetensors as well")
  func readsSafetensors() throws {
    let path = SafetensorsFixtures.path("mixed.safetensors")
    let file = try SafetensorsFile(path: path)
    let checkpoint = try Checkpoint(path: path)
    #expect(
      checkpoint.format == .safetensors && checkpoint.variables.map(\.shape) == file.tensors.map(\.shape))
    for tensor in file.tensors {
      var values = [Float](repeating: 0, count: tensor.shape.count)
      var span = values.mutableSpan
      try file.read(tensor.shape.name, into: &span)
      #expect(try checkpoint.floats(of: tensor.shape.name).map(\.bitPattern) == values.map(\.bitPattern))
    }
  }
}
