import Foundation
import Testing

@Suite("jx export")
struct ExportCommandTests {
  private static func trained() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    let outcome = try bench.jx("run", "tiny.yaml", "--set", "model.frozen=[conv1]")
    try #require(outcome.status == 0, "\(outcome.errors)")
    return bench
  }

  private static func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("a SavedModel appears as the next version of its folder, whole, with its classes")
  func savedModel() throws {
    let bench = try Self.trained()
    let first = try bench.jx("export", "last", "--format", "savedmodel", "-o", "serve/jibjib_model/")
    #expect(first.status == 0 && first.errors.isEmpty, "\(first)")
    #expect(first.lines[0].hasPrefix("serve/jibjib_model/1: run ") && first.lines[0].contains("3 classes"))
    #expect(
      first.lines[1].hasPrefix(
        "signature serving_default: inputs [n, 96, 64] to outputs [n, classes], softmax"))
    let id = try #require(bench.runFolders().first)
    #expect(bench.names(in: "serve/jibjib_model/1") == ["assets.extra", "saved_model.pb", "variables"])
    #expect(
      bench.names(in: "serve/jibjib_model/1/variables")
        == ["variables.data-00000-of-00001", "variables.index"])
    let extra = "serve/jibjib_model/1/assets.extra"
    #expect(
      bench.names(in: extra) == [
        "decision.json", "jx.json", "train_id_list-\(id).json", "train_id_list-\(id).pickle",
      ])
    #expect(
      try bench.bytes("\(extra)/train_id_list-\(id).json")
        == bench.bytes("runs/\(id)/train_id_list-\(id).json"))
    let provenance = try Self.json(String(decoding: bench.bytes("\(extra)/jx.json"), as: UTF8.self))
    #expect(provenance["run"] as? String == id && provenance["activation"] as? String == "softmax")
    #expect((provenance["config_sha256"] as? String)?.count == 64)

    // What a killed export left is used again and goes; numbers that are taken stay.
    try bench.write("half", to: "serve/jibjib_model/.export.tmp/saved_model.pb")
    try bench.write("other", to: "serve/jibjib_model/7/saved_model.pb")
    let next = try Self.json(
      bench.jx("export", "last", "--format", "savedmodel", "-o", "serve/jibjib_model", "--json").output)
    #expect(next["version"] as? Int == 8 && next["paths"] as? [String] == ["serve/jibjib_model/8"])
    let chosen = try bench.jx(
      "export", "last", "--format", "savedmodel", "-o", "serve/jibjib_model", "--model-version", "3")
    #expect(chosen.status == 0)
    let taken = try bench.jx(
      "export", "last", "--format", "savedmodel", "-o", "serve/jibjib_model", "--model-version", "7")
    #expect(taken.status == 1 && taken.errors.contains("has a version 7"), "\(taken)")
    let folders = try FileManager.default.contentsOfDirectory(atPath: bench.path + "/serve/jibjib_model")
    #expect(folders.sorted() == ["1", "3", "7", "8"])
    #expect(try bench.bytes("serve/jibjib_model/7/saved_model.pb") == Array("other".utf8))
  }

  @Test("a run goes on from an exported TensorFlow checkpoint with its head and optimizer")
  func tensorFlowCheckpoint() throws {
    let bench = try Self.trained()
    let outcome = try bench.jx(
      "export", "last", "--format", "tf-checkpoint", "-o", "out.ckpt-2", "--snapshot", "last",
      "--optimizer-state")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      bench.names().filter { $0.hasPrefix("out") }
        == [
          "out.ckpt-2.classes.json", "out.ckpt-2.data-00000-of-00001", "out.ckpt-2.decision.json",
          "out.ckpt-2.index", "out.ckpt-2.meta",
        ])
    let report = try Self.json(bench.jx("checkpoint", "inspect", "out.ckpt-2", "--json").output)
    let variables = try #require(report["variables"] as? [[String: Any]])
    // 22 parameters, two moments of 20 that were trained, two powers, the step.
    #expect(variables.count == 22 + 40 + 3)
    let means = Dictionary(
      variables.map { ($0["name"] as? String ?? "", $0["mean"] as? Double ?? 0) }
    ) { first, _ in first }
    #expect(means["mymodel/train/global_step"] == 6)
    // 0.9⁷: TensorFlow's power is that of the step to come.
    #expect(abs((means["mymodel/train/beta1_power"] ?? 0) - 0.4782969) < 1e-6)
    let options = [
      "--set", "model.checkpoint=out.ckpt-2", "--set", "model.head=keep", "--set", "model.frozen=[conv1]",
      "--set", "train.optimizer_state=restore", "--name", "next",
    ]
    let next = try bench.begin(["run", "tiny.yaml"] + options).finish()
    #expect(next.status == 0, "\(next.errors)")
    try bench.write("[\"a\", \"b\", \"c\"]", to: "out.ckpt-2.classes.json")
    let other = try bench.begin(["run", "tiny.yaml"] + options).finish()
    #expect(other.status == 64 && other.errors.contains("out.ckpt-2.classes.json"), "\(other)")
  }

  @Test("safetensors, npz and TensorFlow's checkpoint hold the same values; onnx and the sample are written")
  func files() throws {
    let bench = try Self.trained()
    for arguments in [
      ["safetensors", "-o", "m.safetensors"], ["npz", "-o", "m.npz"], ["tf-checkpoint", "-o", "m.ckpt"],
      ["onnx", "-o", "m.onnx", "--sample", "sample.npz"],
      ["safetensors", "-o", "t.safetensors", "--layout", "torchvggish"],
    ] {
      let outcome = try bench.begin(["export", "last", "--format"] + arguments).finish()
      #expect(outcome.status == 0, "\(outcome)")
      #expect(
        outcome.errors.contains("left out mymodel/fully_connected, mymodel/logits")
          == arguments.contains("torchvggish"))
    }
    for path in ["m.npz", "m.ckpt"] {
      #expect(try bench.jx("checkpoint", "convert", path, path + ".safetensors").status == 0)
    }
    let rows = try ["m.safetensors", "m.npz.safetensors", "m.ckpt.safetensors"].map { path in
      try bench.jx("checkpoint", "inspect", path, "--csv").lines.filter { !$0.contains("global_step") }
    }
    #expect(rows[0].count == 24 && rows[0] == rows[1] && rows[0] == rows[2])
    let sample = try Self.json(bench.jx("checkpoint", "inspect", "sample.npz", "--json").output)
    let shapes = (sample["variables"] as? [[String: Any]])?.map { $0["shape"] as? [Int] }
    #expect(shapes == [[8, 4], [8, 96, 64], [8, 3], [8, 3]])
    let header = String(decoding: try bench.bytes("m.safetensors").prefix(4000), as: UTF8.self)
    #expect(header.contains("\"config_sha256\"") && header.contains("\"classes\""))
    #expect(
      try bench.jx("checkpoint", "inspect", "t.safetensors", "--csv").output.contains("features.13.weight"))
    #expect(!bench.names().contains { $0.hasSuffix(".tmp") })
  }

  @Test("every form tells how answers are made, calibrated or not")
  func decision() throws {
    let bench = try Self.trained()
    let plain = try bench.jx("export", "last", "--format", "npz", "-o", "plain.npz")
    #expect(
      plain.lines.contains("decision: plain.decision.json: sum_of_squares, not calibrated"), "\(plain)")
    var decision = try Self.json(String(decoding: bench.bytes("plain.decision.json"), as: UTF8.self))
    #expect(decision["thresholds"] == nil && decision["fitted_on"] == nil)
    #expect(decision["calibration"] as? [String: String] == ["method": "none"])
    #expect((decision["classes"] as? [String])?.count == 3 && decision["activation"] as? String == "softmax")

    #expect(try bench.jx("eval", "last", "--aggregate", "max", "--save").status == 0)
    #expect(
      try bench.jx("calibrate", "last", "--method", "platt", "--snapshot", "last").status == 0)
    let saved = try Self.json(
      String(decoding: bench.bytes("runs/\(bench.runFolders()[0])/decision.json"), as: UTF8.self))
    let thresholds = try #require((saved["thresholds"] as? [String: Any])?["classes"] as? [Any])
    for (format, path, file) in [
      ("savedmodel", "serve", "serve/1/assets.extra/decision.json"), ("onnx", "m.onnx", "m.decision.json"),
      ("safetensors", "m.safetensors", "m.decision.json"),
      ("tf-checkpoint", "c.ckpt", "c.ckpt.decision.json"),
    ] {
      let outcome = try bench.jx(
        "export", "last", "--format", format, "-o", path, "--snapshot", "last", "--json")
      #expect(outcome.errors.isEmpty, "\(outcome)")
      #expect(try Self.json(outcome.output)["decision"] as? String == file)
      decision = try Self.json(String(decoding: bench.bytes(file), as: UTF8.self))
      #expect(decision["aggregation"] as? String == "max")
      let exported = try #require(decision["thresholds"] as? [Any])
      let expected = thresholds.map { ($0 as? [String: Any])?["threshold"] as? Double }
      #expect(exported.map { $0 as? Double } == expected && expected.contains { $0 != nil })
      let calibration = try #require(decision["calibration"] as? [String: Any])
      #expect(calibration["method"] as? String == "platt" && (calibration["slopes"] as? [Any])?.count == 3)
    }
    for path in ["m.onnx", "m.safetensors"] {
      #expect(String(decoding: try bench.bytes(path), as: UTF8.self).contains("jx decision 1"), "\(path)")
    }
    let other = try bench.jx("export", "last", "--format", "npz", "-o", "o.npz", "--snapshot", "1")
    #expect(other.status == 0 && other.errors.contains("fitted on epoch"), "\(other)")
  }

  @Test(
    "refuses what does not go together, a snapshot without state, a damaged one, a folder that is not there")
  func refusals() throws {
    let bench = try Self.trained()
    for (arguments, text) in [
      (["--format", "tflite"], "no format 'tflite'"),
      (["--format", "onnx", "--layout", "torch"], "no layout 'torch'"),
      (["--format", "onnx", "--optimizer-state"], "--optimizer-state is for"),
      (["--format", "onnx", "--layout", "torchvggish"], "--layout torchvggish is for"),
      (["--format", "npz", "--model-version", "2"], "--model-version is for"),
      (["--format", "savedmodel", "--model-version", "0"], "less than 1"),
      (["--format", "npz", "--sample", "s.csv"], "must end in .npz"),
    ] {
      let outcome = try bench.begin(["export", "last", "-o", "x"] + arguments).finish()
      #expect(outcome.status == 64 && outcome.errors.contains(text), "\(outcome)")
    }
    let missing = try bench.jx("export", "last", "--format", "onnx", "-o", "nowhere/x.onnx")
    #expect(missing.status == 66 && missing.errors.contains("nowhere/x.onnx"), "\(missing)")
    for (format, place, text) in [
      ("onnx", "demo/", "demo is a folder"), ("tf-checkpoint", "demo", "Take demo/model"),
      ("savedmodel", "tiny.yaml", "tiny.yaml is a file"),
    ] {
      let outcome = try bench.jx("export", "last", "--format", format, "-o", place)
      #expect(outcome.status == 1 && outcome.errors.contains(text), "\(outcome)")
    }
    let run = try bench.jx("export", "nosuch", "--format", "onnx", "-o", "x.onnx")
    #expect(run.status == 66, "\(run)")
    let id = try #require(bench.runFolders().first)
    let path = bench.path + "/runs/\(id)/snapshots/frozen.safetensors"
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(filePath: path))
    for format in ["savedmodel", "onnx"] {
      let damaged = try bench.jx("export", "last", "--format", format, "-o", "x-\(format)")
      #expect(damaged.status == 1 && damaged.errors.contains("frozen.safetensors is damaged"), "\(damaged)")
    }
    #expect(!bench.names().contains { $0.hasPrefix("x") })
  }
}
