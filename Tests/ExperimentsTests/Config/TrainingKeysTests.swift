import Testing

@testable import Experiments

@Suite("Keys of schedule, early stopping, class weights and layers")
struct TrainingKeysTests {
  private static func config(_ overrides: String...) throws -> RunConfig {
    try readConfig("data: {folder: a}", overrides: overrides).config
  }

  @Test(
    "are read and written back, as a section or as a word",
    arguments: [
      ("constant", ScheduleConfig()), ("cosine", ScheduleConfig(shape: .cosine(minimum: 0))),
      ("{warmup_epochs: 0.5}", ScheduleConfig(warmupEpochs: 0.5)),
      (
        "{kind: cosine, minimum: 1e-6, warmup_epochs: 2}",
        ScheduleConfig(shape: .cosine(minimum: 1e-6), warmupEpochs: 2)
      ),
      ("{kind: step, every: 20}", ScheduleConfig(shape: .step(every: 20, factor: 0.1))),
      (
        "{kind: step, milestones: [30, 45], factor: 0.3}",
        ScheduleConfig(shape: .milestones([30, 45], factor: 0.3))
      ),
      ("plateau", ScheduleConfig(shape: .plateau(PlateauRule()))),
      (
        "{kind: plateau, metric: validation.macro_f1, patience: 3, cooldown: 1}",
        ScheduleConfig(shape: .plateau(PlateauRule(figure: .macroF1, patience: 3, cooldown: 1)))
      ),
    ])
  func schedules(text: String, expected: ScheduleConfig) throws {
    let config = try Self.config("train.schedule=\(text)")
    #expect(config.train.schedule == expected)
    #expect(try readConfig(config.yaml()).config == config)
  }

  @Test("of other parts of the training come back as they were")
  func others() throws {
    let config = try Self.config(
      "train.class_weights={\"Turdus merula\": 2, b: 0.5}", "train.early_stopping.patience=3",
      "model.learning_rates={conv1: 1e-5, \"fc1/fc1_1\": 0.0003}",
      "model.unfreeze={5: conv4, 10: [conv3, conv2]}", "snapshots.keep_every=7", "snapshots.every_minutes=0.5"
    )
    #expect(config.train.classWeights == .given([.init("Turdus merula", 2), .init("b", 0.5)]))
    #expect(config.train.earlyStopping == EarlyStoppingConfig(patience: 3))
    #expect(
      config.model.learningRates == [LayerLearningRate("conv1", 1e-5), LayerLearningRate("fc1/fc1_1", 3e-4)])
    #expect(
      config.model.unfreeze == [
        Unfreezing(epoch: 5, layers: ["conv4"]), Unfreezing(epoch: 10, layers: ["conv3", "conv2"]),
      ])
    #expect(config.snapshots.keepEvery == 7 && config.snapshots.everyMinutes == 0.5)
    #expect(try readConfig(config.yaml()).config == config)
    let plain = try Self.config("train.class_weights=effective", "train.early_stopping=null")
    #expect(plain.train.classWeights == .balance(.effective) && plain.train.earlyStopping == nil)
    #expect(try readConfig(plain.yaml()).config == plain)
  }

  @Test(
    "that can't be meant are refused with their place",
    arguments: [
      ("train.schedule=cosin", "Did you mean 'cosine'"),
      ("train.schedule=step", "neither every nor milestones"),
      ("train.schedule={kind: step, every: 2, milestones: [3]}", "train.schedule.milestones beside"),
      ("train.schedule={kind: step, milestones: [3, 3]}", "train.schedule.milestones[1] is 3"),
      ("train.schedule={kind: cosine, patience: 3}", "train.schedule.patience beside the kind 'cosine'"),
      ("train.schedule={kid: cosine}", "unknown key 'kid'"),
      ("train.schedule={kind: plateau, metric: train.loss}", "train.schedule.metric is 'train.loss'"),
      ("train.schedule=[]", "train.schedule is a list"),
      ("train.early_stopping={patience: 0}", "train.early_stopping.patience is '0'"),
      ("train.early_stopping=3", "train.early_stopping is '3'"),
      ("train.class_weights=invers", "Did you mean 'inverse'"),
      ("train.class_weights={a: 0}", "train.class_weights.a is '0'"),
      ("model.learning_rates={conv1: fast}", "model.learning_rates.conv1 is 'fast'"),
      ("model.learning_rates=1e-5", "model.learning_rates is '1e-5'"),
      ("model.unfreeze={1: conv4}", "a key of model.unfreeze is '1'"),
      ("model.unfreeze={two: conv4}", "a key of model.unfreeze is 'two'"),
      ("model.unfreeze={2: {conv4: 1}}", "model.unfreeze.2 is a mapping"),
      ("snapshots.best_by=validation.lss", "Did you mean 'validation.loss'"),
      ("snapshots.every_minutes=-1", "snapshots.every_minutes is '-1'"),
    ])
  func refusals(override: String, text: String) throws {
    let error = try #require(refusal("data: {folder: a}", overrides: [override]))
    #expect(error.description.contains(text), "\(error)")
    #expect(error.description.contains("--set"), "\(error)")
  }
}
