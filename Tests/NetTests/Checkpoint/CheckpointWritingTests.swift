import Foundation
import Net
import Testing

/// What jx writes is read back; `make interop` reads the same formats with the libraries that they belong to.
@Suite("Checkpoint, writing")
struct CheckpointWritingTests {
  private static let inputs = ["v1", "v1_sliced", "v2", "v2_sliced", "deflated.npz", "two.tgz"]

  private func written(_ write: ((RawSpan) throws -> Void) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    return bytes
  }

  private func bundle(of original: Checkpoint, _ prefix: String) throws -> [String: [UInt8]] {
    var index: [UInt8] = []
    let data = try written { sink in
      try original.writeTensorFlowV2(data: sink) { piece in
        unsafe piece.withUnsafeBytes { unsafe index.append(contentsOf: $0) }
      }
    }
    return [prefix + ".data-00000-of-00001": data, prefix + ".index": index]
  }

  private func expectSame(
    _ files: [String: [UInt8]], _ name: String, _ format: CheckpointFormat, as original: Checkpoint
  ) throws {
    try CheckpointFixtures.withFiles(files) { folder in
      let copy = try Checkpoint(path: folder + "/" + name)
      #expect(copy.format == format)
      let numeric = original.variables.filter { $0.element != nil }
      #expect(copy.variables.count == numeric.count)
      for variable in numeric {
        #expect(copy.variable(named: variable.shape.name) == variable)
        #expect(
          try copy.storedBytes(of: variable.shape.name) == original.storedBytes(of: variable.shape.name))
      }
    }
  }

  @Test("keeps every type in safetensors", arguments: inputs)
  func keepsTypesInSafetensors(name: String) throws {
    let original = try Checkpoint(path: CheckpointFixtures.path(name))
    let bytes = try written { try original.writeSafetensors(to: $0) }
    try expectSame(["copy.safetensors": bytes], "copy.safetensors", .safetensors, as: original)
  }

  @Test("keeps every type in npz", arguments: inputs.filter { $0 != "v2" })
  func keepsTypesInNPZ(name: String) throws {
    let original = try Checkpoint(path: CheckpointFixtures.path(name))
    try expectSame(["copy.npz": written(original.writeNPZ)], "copy.npz", .npz, as: original)
  }

  @Test("keeps every type in TensorFlow's first format", arguments: inputs.filter { $0 != "v2" })
  func keepsTypesInV1(name: String) throws {
    let original = try Checkpoint(path: CheckpointFixtures.path(name))
    if name == "deflated.npz" {
      let error = #expect(throws: NetError.self) { try written(original.writeTensorFlowV1) }
      #expect(error?.code == .unsupported && error?.remedy.contains("second format") == true)
    } else {
      try expectSame(["copy": written(original.writeTensorFlowV1)], "copy", .tensorflowV1, as: original)
    }
  }

  @Test("keeps every type in TensorFlow's second format", arguments: inputs)
  func keepsTypesInV2(name: String) throws {
    let original = try Checkpoint(path: CheckpointFixtures.path(name))
    try expectSame(bundle(of: original, "copy-1"), "copy-1", .tensorflowV2, as: original)
  }

  @Test("writes the bytes that TensorFlow wrote: first format")
  func sameBytesAsV1() throws {
    let original = try Checkpoint(path: CheckpointFixtures.path("v1"))
    #expect(try written(original.writeTensorFlowV1) == CheckpointFixtures.bytes("v1"))
  }

  @Test(
    "writes the bytes that TensorFlow wrote: 300 variables",
    .enabled(if: CheckpointFixtures.golden != nil, "needs the samples in shared/golden/tiny"),
    arguments: ["v1_types", "v1_many", "v2_many"])
  func sameBytesAsGolden(name: String) throws {
    let folder = try #require(CheckpointFixtures.golden)
    let original = try Checkpoint(path: folder.appending(path: name).path)
    let files =
      name.hasPrefix("v1") ? [name: try written(original.writeTensorFlowV1)] : try bundle(of: original, name)
    for (name, bytes) in files {
      #expect(try Array(Data(contentsOf: folder.appending(path: name))) == bytes, "\(name)")
    }
  }

  @Test("writes the bytes that TensorFlow wrote: second format, of which texts are left out")
  func sameBytesAsV2() throws {
    let original = try Checkpoint(path: CheckpointFixtures.path("two.tgz"))
    let files = try bundle(of: original, "two-12")
    try CheckpointFixtures.withFiles(["two.tar": try CheckpointFixtures.bytes("two.tar")]) { folder in
      let archive = try Data(contentsOf: URL(filePath: folder + "/two.tar"))
      for (name, bytes) in files { #expect(archive.range(of: Data(bytes)) != nil, "\(name)") }
    }
  }

  @Test("refuses bfloat16 in npz")
  func refusesBfloat16() throws {
    let original = try Checkpoint(path: CheckpointFixtures.path("v2"))
    let error = #expect(throws: NetError.self) { try written(original.writeNPZ) }
    #expect(error?.code == .unsupported)
    #expect(error?.found.contains("bfloat16") == true)
  }
}
