import Foundation
import Testing

@Suite("jx checkpoint convert")
struct CheckpointConvertTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Fixtures/checkpoints")

  @Test("goes through all formats and back to the bytes that TensorFlow wrote")
  func roundTrip() throws {
    let bench = try Workbench()
    let original = Self.fixtures.appending(path: "v1")
    let steps = [
      ([original.path, "second", "--format", "tensorflow-v2"], "second.data-00000-of-00001, second.index: "),
      (["second", "arrays.npz"], "arrays.npz: "),
      (["arrays.npz", "tensors.safetensors"], "tensors.safetensors: "),
      (["tensors.safetensors", "again.index"], "again.data-00000-of-00001, again.index: "),
      (["again", "first.ckpt", "--format", "tensorflow-v1"], "first.ckpt: "),
    ]
    for (arguments, line) in steps {
      let outcome = try bench.begin(["checkpoint", "convert"] + arguments).finish()
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      #expect(outcome.output.hasPrefix(line + "11 variables, "), "\(outcome.output)")
    }
    #expect(try bench.bytes("first.ckpt") == Array(Data(contentsOf: original)))
    #expect(try bench.bytes("second.index") == bench.bytes("again.index"))
    #expect(!bench.names().contains { $0.hasSuffix(".tmp") })
  }

  @Test("names what is left out, and refuses what a format can't hold without leaving a file")
  func refusals() throws {
    let bench = try Workbench()
    let mixed = Self.fixtures.appending(path: "v2").path
    let partly = try bench.jx("checkpoint", "convert", mixed, "all.safetensors")
    #expect(partly.status == 0 && partly.errors.contains("left out text, which is of type string"))
    let types = try bench.jx("checkpoint", "convert", mixed, "old.ckpt", "--format", "tensorflow-v1")
    #expect(types.status == 1 && types.errors.contains("Write the second format"), "\(types)")
    for arguments in [["x.ckpt"], ["x.npz", "--format", "zip"]] {
      let outcome = try bench.begin(["checkpoint", "convert", mixed] + arguments).finish()
      #expect(outcome.status == 64 && outcome.errors.contains("tensorflow-v2"), "\(outcome)")
    }
    let missing = try bench.jx("checkpoint", "convert", mixed, "nowhere/x.npz")
    #expect(missing.status == 66 && missing.errors.contains("nowhere/x.npz"), "\(missing)")
    #expect(bench.names() == ["all.safetensors"])
  }
}
