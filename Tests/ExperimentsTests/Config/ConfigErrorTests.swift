import Testing

@testable import Experiments

/// A config that has to be refused: where, and with which words.
struct Refusal: Sendable, CustomTestStringConvertible {
  var yaml: String
  var place: String
  var words: [String]

  init(_ yaml: String, at place: String, _ words: String...) {
    self.yaml = yaml
    self.place = "c.yaml" + place
    self.words = words
  }

  var testDescription: String { yaml.prefix(60).debugDescription }
}

@Suite("Errors in configs")
struct ConfigErrorTests {
  static let values: [Refusal] = [
    Refusal("data: {folder: a}\ntrain: {epochs: 0}", at: ":2:17", "train.epochs is '0'", "from 1 to 100000"),
    Refusal("data: {folder: a}\ntrain: {epochs: 1e3}", at: ":2:17", "'1e3'", "a whole number"),
    Refusal("data: {folder: a}\ntrain: {epochs: \"3\"}", at: ":2:17", "quoted", "without quotes"),
    Refusal("data: {folder: a}\ntrain:\n  epochs:", at: ":3:10", "train.epochs is empty", "a whole number"),
    Refusal("data: {folder: a}\ntrain: {epochs: [3]}", at: ":2:17", "train.epochs is a list"),
    Refusal("data: {folder: a}\ntrain: {batch_size: 9999999999999999999999}", at: ":2:21", "from 1 to 65536"),
    Refusal(
      "data: {folder: a}\ntrain: {learning_rate: -1e-4}", at: ":2:24", "'-1e-4'", "above 0 and at most 1"),
    Refusal("data: {folder: a}\ntrain: {learning_rate: 1e-60}", at: ":2:24", "'1e-60'"),
    Refusal("data: {folder: a}\ntrain: {learning_rate: nan}", at: ":2:24", "'nan'"),
    Refusal("data: {folder: a}\ntrain: {learning_rate: .inf}", at: ":2:24", "'.inf'"),
    Refusal("data: {folder: a}\ntrain: {learning_rate: 0x1p-4}", at: ":2:24", "'0x1p-4'"),
    Refusal("data: {folder: a}\ntrain:\n  learning_rate: 0,1", at: ":3:18", "'0,1'", "decimal point"),
    Refusal("data: {folder: a}\ntrain: {loss: sofmax}", at: ":2:15", "Did you mean 'softmax'?"),
    Refusal("data: {folder: a}\ntrain: {gradient_clip: 0}", at: ":2:24", "above 0", "or null"),
    Refusal("data: {folder: a}\ntrain: {weight_decay: -0.1}", at: ":2:23", "from 0 to 1"),
    Refusal("data: {folder: a}\ncompute: {engine: cuda}", at: ":2:19", "openblas or native, or auto"),
    Refusal("data: {folder: a}\ncompute: {engine: null}", at: ":2:19", "is empty", "or auto"),
    Refusal("data: {folder: a}\ncompute: {threads: -1}", at: ":2:20", "from 0 to 1024"),
    Refusal("data: {folder: a}\nfeatures: {hop_seconds: 0.965}", at: ":2:25", "a multiple of 0.01"),
    Refusal("data: {folder: a}\nfeatures: {hop_seconds: 0}", at: ":2:25", "above 0"),
    Refusal("data: {folder: a}\nfeatures: {hop_seconds: 60.01}", at: ":2:25", "at most 60"),
    Refusal("data: {folder: a}\nfeatures: {pad_short: yes}", at: ":2:23", "true or false", "Write 'true'"),
    Refusal("data: {folder: a}\nmodel: {checkpoint: gogle}", at: ":2:21", "Did you mean 'google'?"),
    Refusal("data: {folder: a}\nmodel: {checkpoint: weights}", at: ":2:21", "write './weights'"),
    Refusal("data: {folder: a}\nmodel: {checkpoint: 'run:x@0'}", at: ":2:21", "@best|last|<epoch>"),
    Refusal("data: {folder: a}\nmodel: {frozen: vggish}", at: ":2:17", "a list of layer names", "[vggish]"),
    Refusal("data: {folder: a}\nmodel: {frozen: [conv1, [x]]}", at: ":2:25", "model.frozen[1] is a list"),
    Refusal("data: {folder: a}\nmodel: {frozen: [conv1, conv1]}", at: ":2:25", "'conv1' twice"),
    Refusal("data: {folder: a}\nsnapshots: {keep_last: 0}", at: ":2:24", "from 1 to"),
    Refusal("data: {folder: a}\nname: a/b", at: ":2:7", "name is 'a/b'", "letters, digits"),
    Refusal("data: {folder: a}\nname: last", at: ":2:7", "not 'last'"),
    Refusal("data: {folder: a}\nseed: -1", at: ":2:7", "from 0 to 18446744073709551615"),
    Refusal("data: {folder: \"\"}", at: ":1:16", "data.folder", "the path of a folder"),
    Refusal("data: {folder: \"a\\0b\"}", at: ":1:16", "a\\u{0}b", "control character"),
    Refusal("data: {folder: a, recording: \"(x\"}", at: ":1:30", "(?<recording>…)", "no regular expression"),
    Refusal("data: {folder: a, recording: \"(.*)_\"}", at: ":1:30", "no group of that name"),
    Refusal("data: {folder: a, recording: '\\(?<recording>.*'}", at: ":1:30", "no group of that name"),
  ]

  static let keys: [Refusal] = [
    Refusal(
      "data: {folder: a}\ntrain:\n  learnig_rate: 1", at: ":3:3", "unknown key 'learnig_rate' in train",
      "one of epochs, batch_size, learning_rate", "Did you mean 'learning_rate'?"),
    Refusal("data: {folder: a}\ntrain: {learningRate: 1}", at: ":2:9", "Did you mean 'learning_rate'?"),
    Refusal("data: {folder: a}\nepochs: 3", at: ":2:1", "There is 'train.epochs': write it under 'train'"),
    Refusal("data: {folder: a}\ntrain.epochs: 3", at: ":2:1", "write it under 'train'"),
    Refusal("data: {folder: a}\nxyzzy: 3", at: ":2:1", "unknown key 'xyzzy'", "one of name, seed, data"),
    Refusal("data: {folder: a, lables: x.csv}", at: ":1:19", "unknown key 'lables' in data"),
    Refusal("seed: 1\ndata: {}", at: ":2:7", "data.folder is missing", "--set data.folder="),
    Refusal("seed: 1", at: ":1:1", "data.folder is missing", "the path of a folder"),
    Refusal("data: {folder: a}\ntrain: 5", at: ":2:8", "train is '5'", "the keys epochs"),
    Refusal("data: {folder: a}\nseed: 1\nseed: 2", at: ":2:1", "'seed' stands here more than once"),
  ]

  static let documents: [Refusal] = [
    Refusal("", at: "", "the file is empty"),
    Refusal("# nothing\n\n", at: "", "the file is empty"),
    Refusal("just words", at: "", "the file is 'just words'"),
    Refusal("- a\n- b", at: "", "the file is a list"),
    Refusal("data:\n\tfolder: a", at: ":2:1", "a tab", "two spaces"),
    Refusal("data: {folder: a\n", at: ":2:1", "not valid YAML"),
    Refusal("data: {folder: a}\n b: c", at: ":2:2", "not valid YAML"),
    Refusal("data: folder: a", at: ":1:13", "not valid YAML", "mapping values are not allowed"),
    Refusal("data: {folder: a}\n---\nseed: 3", at: ":2:1", "one document"),
    Refusal("data: \"a", at: ":1:7", "does not end on its line"),
    Refusal("data: &x {folder: a}", at: ":1:7", "an anchor or alias"),
    Refusal("data: {folder: a}\nmodel: *x", at: ":2:8", "an anchor or alias"),
    Refusal("data: !!python/object {folder: a}", at: ":1:7", "a tag"),
    Refusal("data: {folder: !x a}", at: ":1:16", "a tag"),
    Refusal("name: |\n  x\ndata: {folder: a}", at: ":1:7", "a block text"),
    Refusal("? [a]\n: b", at: ":1:1", "a complex key"),
    Refusal("{[a]: b}", at: ":1:2", "a key that is a list"),
    Refusal("data: {folder: a\u{7}}", at: ":1:17", "not valid YAML", "control characters"),
  ]

  @Test("name the place and the way out", arguments: values + keys + documents)
  func refusals(expected: Refusal) throws {
    let error = try #require(refusal(expected.yaml))
    #expect(error.code == .invalidConfig)
    #expect(error.others.isEmpty)
    #expect(error.place == expected.place)
    for words in expected.words { #expect(error.description.contains(words), "\(error)") }
  }

  @Test("come together, by line and column")
  func together() throws {
    let error = try #require(
      refusal(
        "train: {epochs: 0, lose: sigmoid}\nseed: x\nname: ok\nmodel:\n  width: 0\n",
        overrides: ["compute.x=1"]))
    #expect(error.found == "data.folder is missing")
    #expect(error.place == "c.yaml:1:1")
    #expect(
      error.others.map(\.place) == [
        "c.yaml:1:17", "c.yaml:1:20", "c.yaml:2:7", "c.yaml:5:10", "--set compute.x=1",
      ])
    let lines = error.description.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.allSatisfy { $0.contains(": error: ") })
  }

  @Test("stop after twenty")
  func limit() throws {
    let keys = (0..<1000).map { "k\($0): 1" }.joined(separator: "\n")
    let error = try #require(refusal("data: {folder: a}\n" + keys))
    #expect(error.others.count == 19)
  }
}
