import Experiments
import Net
import Testing

@Suite("RunConfig")
struct RunConfigTests {
  @Test("a file with nothing but the folder has jibjib-model's settings")
  func defaults() throws {
    let config = try readConfig("data: {folder: birds}\n").config
    #expect(config.name == "c")
    #expect(config.seed == 0)
    #expect(config.data.folder == "birds")
    #expect(config.data.recording == #"^(?<recording>.+?)(?:_\d+)?$"#)
    #expect(config.data.split == .random(validation: 0.1, test: 0.1))
    #expect(config.features.hopSeconds == 0.96)
    #expect(config.features.hopFrames == 96)
    #expect(!config.features.padShort)
    #expect(config.model == ModelConfig(checkpoint: .none, frozen: [], hiddenUnits: 100, width: 64))
    #expect(config.train.epochs == 60)
    #expect(config.train.batchSize == 32)
    #expect(config.train.learningRate == 1e-4)
    #expect(config.train.loss == .sigmoid)
    #expect(config.train.weightDecay == 0)
    #expect(config.train.gradientClip == nil)
    #expect(config.snapshots == SnapshotConfig(keepBest: 1, keepLast: 2, bestBy: .loss))
    #expect(config.compute == ComputeConfig(engine: nil, threads: 0))
  }

  @Test("every key of a file arrives in its property")
  func everyKey() throws {
    let config = try readConfig(
      """
      name: finetune-2
      seed: 18446744073709551615
      data:
        folder: "input/my data"
        recording: '^(?<recording>\\d+)-'
        split: {folds: {count: 5, test: 2}, validation: 0.25}
      features: {hop_seconds: 0.29, pad_short: true}
      model:
        checkpoint: run:20250101-abc@12
        frozen: [conv1, "conv3/conv3_1"]
        hidden_units: 7
        width: 8
      train:
        epochs: 3
        batch_size: 4
        learning_rate: 3e-5
        loss: softmax
        weight_decay: 0.01
        gradient_clip: 2.5
      snapshots: {keep_best: 0, keep_last: 9, best_by: validation.accuracy}
      compute: {engine: native, threads: 2}
      """
    ).config
    #expect(config.name == "finetune-2")
    #expect(config.seed == .max)
    #expect(config.data.folder == "input/my data")
    #expect(config.data.recording == #"^(?<recording>\d+)-"#)
    #expect(config.data.split == .folds(count: 5, test: 2, validation: .fraction(0.25)))
    #expect(config.features == FeatureConfig(hopSeconds: 0.29, padShort: true))
    #expect(config.features.hopFrames == 29)
    #expect(config.model.checkpoint == .run("20250101-abc", snapshot: .epoch(12)))
    #expect(config.model.frozen == ["conv1", "conv3/conv3_1"])
    #expect(config.model.hiddenUnits == 7)
    #expect(config.model.width == 8)
    #expect(
      config.train
        == TrainConfig(
          epochs: 3, batchSize: 4, learningRate: 3e-5, loss: .softmax, weightDecay: 0.01, gradientClip: 2.5))
    #expect(config.snapshots == SnapshotConfig(keepBest: 0, keepLast: 9, bestBy: .accuracy))
    #expect(config.compute == ComputeConfig(engine: .native, threads: 2))
  }

  @Test("a section whose keys are all commented out has its defaults")
  func emptySection() throws {
    let config = try readConfig("data: {folder: a}\ntrain:\n  # epochs: 3\nmodel: ~\n").config
    #expect(config.train == TrainConfig())
    #expect(config.model == ModelConfig())
  }

  @Test(
    "the default name is the file's stem",
    arguments: [
      ("configs/esc10.yaml", "esc10"), ("a b+c.yml", "a-b-c"), ("/x/v1.2.yaml", "v1.2"), ("_x.yaml", "x"),
      ("last.yaml", "run"), ("äß.yaml", "run"), ("-", "run"),
    ])
  func defaultName(path: String, name: String) throws {
    #expect(RunConfig.defaultName(forFile: path) == name)
    let text = Array("data: {folder: a}".utf8)
    #expect(try RunConfig.parse(text, path: path).config.name == name)
  }

  @Test(
    "Windows line ends and a byte order mark change nothing",
    arguments: ["\u{FEFF}seed: 4\ndata: {folder: a}\n", "seed: 4\r\ndata:\r\n  folder: a\r\n"])
  func otherEditors(yaml: String) throws {
    let resolved = try readConfig(yaml)
    #expect(resolved.config.seed == 4)
    #expect(resolved.config.data.folder == "a")
    #expect(resolved.place(of: "seed") == "c.yaml:1:7")
  }
}
