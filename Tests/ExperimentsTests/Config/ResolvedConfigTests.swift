import Foundation
import Testing

@testable import Experiments

@Suite("ResolvedConfig")
struct ResolvedConfigTests {
  let resolved = try? readConfig(
    "data:\n  folder: a\nmodel:\n  frozen:\n    - conv1\n    - conv9\n", overrides: ["train.epochs=5"])

  @Test("knows where each value came from")
  func provenance() throws {
    let resolved = try #require(resolved)
    let sources = Dictionary(uniqueKeysWithValues: resolved.provenance.map { ($0.entry.key, $0.source) })
    #expect(sources["data.folder"] == .file(path: "c.yaml", line: 2, column: 11))
    #expect(sources["train.epochs"] == .override("train.epochs=5"))
    #expect(sources["train.loss"] == .default)
    #expect(sources["seed"] == .default)
    #expect(sources.count == resolved.config.flattened.count)
  }

  @Test("points later stages at the item of a list, or at the list")
  func places() throws {
    let resolved = try #require(resolved)
    #expect(resolved.place(of: "model.frozen[1]") == "c.yaml:6:7")
    #expect(resolved.place(of: "model.frozen[7]") == "c.yaml:5:5")
    #expect(resolved.place(of: "model") == "c.yaml:4:3")
    #expect(resolved.place(of: "train.loss") == nil)
    let error = resolved.error(
      at: "model.frozen[1]", found: "no layer is called 'conv9'", remedy: "Remove it")
    #expect(error.description == "c.yaml:6:7: error: no layer is called 'conv9'. Remove it")
  }

  @Test("is written with all keys in a fixed order and the source of each")
  func rendering() throws {
    let resolved = try #require(resolved)
    #expect(
      resolved.yaml() == """
        name: c  # default
        seed: 0  # default
        data:
          folder: a  # c.yaml:2:11
          manifest: null  # default
          outside_paths: false  # default
          labels: null  # default
          recording: "^(?<recording>.+?)(?:_\\\\d+)?$"  # default
          split:
            validation: 0.1  # default
            test: 0.1  # default
          allow_leaks: false  # default
          cap: null  # default
          background: null  # default
        features:
          hop_seconds: 0.96  # default
          pad_short: false  # default
          precision: float32  # default
        model:
          checkpoint: none  # default
          head: auto  # default
          frozen: [conv1, conv9]  # c.yaml:5:5
          unfreeze: {}  # default
          learning_rates: {}  # default
          hidden_units: 100  # default
          width: 64  # default
        train:
          epochs: 5  # --set train.epochs=5
          batch_size: 32  # default
          learning_rate: 0.0001  # default
          schedule:
            kind: constant  # default
            warmup_epochs: 0  # default
          loss: sigmoid  # default
          focal_gamma: 0  # default
          sampling: natural  # default
          weight_decay: 0  # default
          gradient_clip: null  # default
          optimizer_state: fresh  # default
          class_weights: none  # default
          effective_beta: 0.999  # default
          early_stopping: null  # default
        augment:
          crop: false  # default
          time_shift: 0  # default
          gain: 0  # default
          noise: null  # default
          time_masks: 0  # default
          time_mask_width: 20  # default
          frequency_masks: 0  # default
          frequency_mask_width: 8  # default
          mixup: 0  # default
        eval:
          aggregation: sum_of_squares  # default
        snapshots:
          every_minutes: 10  # default
          keep_best: 1  # default
          keep_last: 2  # default
          keep_every: null  # default
          best_by: validation.loss  # default
        cache:
          activations: auto  # default
          precision: float32  # default
          limit_gb: 50  # default
        tensorboard: true  # default
        compute:
          engine: auto  # default
          threads: 0  # default

        """)
    #expect(try readConfig(resolved.yaml()).config == resolved.config)
    #expect(!resolved.config.yaml().contains("#"))
  }

  @Test("a source with line breaks stays in its comment")
  func hostileSource() throws {
    let bytes = Array("data: {folder: a}".utf8)
    let resolved = try RunConfig.parse(
      bytes, path: "x\nseed: 9\u{2028}.yaml", overrides: ["name=b # \u{200E}c"])
    #expect(try readConfig(resolved.yaml()).config == resolved.config)
  }

  @Test(
    "texts that YAML takes for something else read back as they were",
    arguments: [
      "a", "a b", " a ", "null", "~", "yes", "No", "1", "1e5", "0x1F", "1_000", "12:30:45", ".5", ".inf", "-",
      "- a", "--", "?", ": b", "a: b", "a:b", "a #b", "#a", "[a]", "{a}", "a,b", "\"", "'", "\\", "a\\nb",
      "&a",
      "*a", "!a", "|", ">", "%a", "@a", "`a", "=", "<<", "---", "...", "2024-01-01", "ä ö", "鳥", "🐦",
      "e\u{301}", "a\u{2028}b", "a\u{A0}b", "\u{200B}", "./x/../y.wav", "C:\\birds\\", "10^3",
    ])
  func texts(text: String) throws {
    var config = RunConfig(name: "x", data: DataConfig(folder: text))
    config.model.frozen = [text, text + "x"]
    config.data.split = .foldsByPattern(pattern: "(a)", test: text, validation: .fold(text + "x"))
    let back = try readConfig(config.yaml()).config
    #expect(back == config)
    // Unicode says that e + ´ equals é; the bytes of a file name must come back all the same.
    #expect(Array((back.data.folder ?? "").utf8) == Array(text.utf8))
  }

  @Test("numbers read back to the bit", arguments: 0..<200)
  func numbers(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    var config = RunConfig(name: "x", data: DataConfig(folder: "a"))
    config.seed = random.next()
    config.train.learningRate = Float.random(in: Float.leastNonzeroMagnitude...1, using: &random)
    config.train.weightDecay = pow(10, -Float.random(in: 0...44, using: &random))
    config.train.gradientClip = Float.random(in: 0.001...1e6, using: &random)
    config.features.hopSeconds = Double(Int.random(in: 1...6000, using: &random)) / 100
    config.data.split = .random(
      validation: Double.random(in: 0..<0.5, using: &random), test: Double.random(in: 0..<0.5, using: &random)
    )
    #expect(try readConfig(config.yaml()).config == config)
  }

  @Test("travels through JSON")
  func json() throws {
    var resolved = try #require(resolved)
    resolved.config.model.checkpoint = .run("abc", snapshot: .epoch(3))
    resolved.config.data.split = .folds(count: 5, test: 1, validation: .fold(2))
    let data = try JSONEncoder().encode(resolved)
    #expect(try JSONDecoder().decode(ResolvedConfig.self, from: data) == resolved)
  }
}
