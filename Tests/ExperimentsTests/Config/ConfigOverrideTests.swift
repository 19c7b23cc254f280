import Testing

@testable import Experiments

@Suite("Overrides")
struct ConfigOverrideTests {
  let yaml = "data: {folder: a, split: {validation: 0.2}}\ntrain: {epochs: 3}\n"

  @Test("set one key, add a missing section, and the last of several wins")
  func single() throws {
    let resolved = try readConfig(
      yaml, overrides: ["train.learning_rate=3e-5", "model.width=4", "train.epochs=5", " train.epochs =6"])
    #expect(resolved.config.train == TrainConfig(epochs: 6, learningRate: 3e-5))
    #expect(resolved.config.model.width == 4)
    #expect(resolved.place(of: "train.epochs") == "--set  train.epochs =6")
  }

  @Test("replace all that the file says for a section")
  func section() throws {
    let resolved = try readConfig(
      yaml, overrides: ["data.split={folds: {count: 5, test: 1}}", "train={batch_size: 2}"])
    #expect(resolved.config.data.split == .folds(count: 5, test: 1, validation: .none))
    #expect(resolved.config.data.folder == "a")
    #expect(resolved.config.train == TrainConfig(batchSize: 2))
    #expect(resolved.place(of: "data.split.folds.test") == "--set data.split={folds: {count: 5, test: 1}}")
  }

  @Test("go into what the file has")
  func nested() throws {
    let folds = #"data: {folder: a, split: {folds: {pattern: "^(\\d)", test: 1}}}"#
    let resolved = try readConfig(folds, overrides: ["data.split.folds.test=3"])
    #expect(
      resolved.config.data.split == .foldsByPattern(pattern: #"^(\d)"#, test: "3", validation: .none))
    #expect(resolved.place(of: "data.split.folds.test") == "--set data.split.folds.test=3")
    #expect(resolved.place(of: "data.split.folds.pattern") == "c.yaml:1:44")
  }

  @Test("take lists, texts with '=' and what YAML would need quotes for in a file")
  func values() throws {
    let resolved = try readConfig(
      yaml,
      overrides: [
        "model.frozen=[conv1, conv2]", "data.folder=x=y & z", #"data.recording=^\d-(?<recording>\d+)-"#,
        "train.gradient_clip=null", "model.checkpoint=run:abc@last",
      ])
    #expect(resolved.config.model.frozen == ["conv1", "conv2"])
    #expect(resolved.config.data.folder == "x=y & z")
    #expect(resolved.config.data.recording == #"^\d-(?<recording>\d+)-"#)
    #expect(resolved.config.model.checkpoint == .run("abc", snapshot: .last))
  }

  @Test("give what a file lacks")
  func missingFolder() throws {
    #expect(try readConfig("seed: 1", overrides: ["data.folder=b"]).config.data.folder == "b")
  }

  @Test(
    "that are wrong name themselves",
    arguments: [
      ("train.learnig_rate=1", "--set train.learnig_rate=1", "Did you mean 'learning_rate'?"),
      ("epochs=1", "--set epochs=1", "There is 'train.epochs'"),
      ("train.epochs=-1", "--set train.epochs=-1", "train.epochs is '-1'"),
      ("train.epochs=", "--set train.epochs=", "train.epochs is empty"),
      ("train.epochs", "--set train.epochs", "key=value"),
      ("=3", "--set =3", "'' is no key"),
      ("train..epochs=3", "--set train..epochs=3", "is no key"),
      ("train.epochs.x=3", "--set train.epochs.x=3", "train.epochs is a mapping of keys"),
      ("model.frozen=[a", "--set model.frozen=[a", "not valid YAML"),
      ("model.frozen=*a", "--set model.frozen=*a", "an anchor or alias"),
      ("name=a\nseed: 3", "--set name=a\\u{a}seed: 3", "one line"),
      ("data.split.manifest=m.csv", "c.yaml:1:27", "data.split.validation beside data.split.manifest"),
    ])
  func refusals(override: String, place: String, words: String) throws {
    let error = try #require(refusal(yaml, overrides: [override]))
    #expect(error.place == place)
    #expect(error.description.contains(words), "\(error)")
  }
}
