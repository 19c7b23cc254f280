import Foundation
import Net
import Testing

@testable import Experiments

@Suite("A run that starts from a checkpoint")
struct CheckpointStartTests {
  private static let classes = ["Parus_major", "Turdus_merula"]
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/model.safetensors" }

  init() throws { folder = try TemporaryFolder() }

  private func weights(_ settings: String...) throws -> InitialWeights {
    let yaml = "name: x\ndata: {folder: d}\nmodel: {width: 1, hidden_units: 3, checkpoint: \(path)}\n"
    let resolved = try RunConfig.parse(Array(yaml.utf8), path: "x.yaml", overrides: settings)
    let runs = folder.path + "/runs"
    return InitialWeights(resolved: resolved) { try Registry(directory: runs) }
  }

  private func plan(_ classes: [String] = classes) throws -> any Plan {
    try OpenBLASEngine().compile(
      .vggish(width: 1, hiddenUnits: 3, classes: classes.count),
      options: PlanOptions(maximumBatchSize: 1, threads: 1, training: .sigmoid))
  }

  private func bits(_ values: [Float]?) -> [UInt32] { (values ?? []).map(\.bitPattern) }

  /// The layers whose values are those of the checkpoint.
  private func taken(_ plan: any Plan, _ checkpoint: JibjibCheckpoint) throws -> [String] {
    try plan.network.layers.filter { layer in
      try [layer.weights, layer.biases].allSatisfy { parameter in
        try SampleRun.bits(.value, of: parameter, in: plan)
          == bits(checkpoint.variables[parameter.name]?.values)
      }
    }.map(\.name)
  }

  @Test("takes VGGish and a head that fits, and knows the file's digest")
  func takesEverything() throws {
    let checkpoint = JibjibCheckpoint(classes: 2)
    try checkpoint.write(to: path)
    let plan = try plan()
    let digest = try weights().load(into: plan, Self.classes)
    #expect(try taken(plan, checkpoint) == plan.network.layers.map(\.name))
    #expect(try digest == SHA256.hash(fileAt: path).digest)
    #expect(plan.step == 0)
    let moments = try SampleRun.bits(.firstMoment, of: plan.network.layers[0].weights, in: plan)
    #expect(moments.allSatisfy { $0 == 0 })
  }

  @Test("makes a new head by seed for other classes, or when told so")
  func makesNewHead() throws {
    let checkpoint = JibjibCheckpoint(classes: 2)
    try checkpoint.write(to: path)
    let three = Self.classes + ["Noise_noise"]
    let (other, told) = (try plan(three), try plan())
    _ = try weights().load(into: other, three)
    _ = try weights("model.head=new").load(into: told, Self.classes)
    let body = other.network.layers.map(\.name).filter { $0.hasPrefix("vggish/") }
    // The hidden layer has the shape of the checkpoint's, but belongs to a head that is not taken.
    #expect(try taken(other, checkpoint) == body)
    #expect(try taken(told, checkpoint) == body)
    let again = try plan(three)
    try again.initialize(seed: 0)
    let logits = other.network.layers[other.network.layers.count - 1].weights
    #expect(
      try SampleRun.bits(.value, of: logits, in: other) == SampleRun.bits(.value, of: logits, in: again))
  }

  @Test("refuses to keep a head of other classes")
  func refusesOtherHead() throws {
    try JibjibCheckpoint(classes: 4).write(to: path)
    let error = try #require(throws: ExperimentError.self) {
      try weights("model.head=keep").startingPoint(of: plan().network, classes: Self.classes)
    }
    #expect(error.found.contains("mymodel/logits/weights is [3, 4], not [3, 2]"), "\(error)")
  }

  @Test("takes a head by the names of its classes, in any order, where a list lies beside it")
  func ordersHead() throws {
    let checkpoint = JibjibCheckpoint(classes: 2)
    try checkpoint.write(to: path)
    try AtomicFile.write("[\"Turdus_merula\", \"Parus_major\"]", to: folder.path + "/train_id_list-1.json")
    let plan = try plan()
    _ = try weights("train.optimizer_state=restore").load(into: plan, Self.classes)
    let logits = plan.network.layers[plan.network.layers.count - 1]
    for (slot, suffix) in [(Slot.value, nil), (.firstMoment, "Adam"), (.secondMoment, "Adam_1")] {
      let name = suffix.map { "mymodel/train/\(logits.weights.name)/\($0)" } ?? logits.weights.name
      let stored = try #require(checkpoint.variables[name]?.values)
      let swapped = (0..<3).flatMap { [stored[2 * $0 + 1], stored[2 * $0]] }
      #expect(try SampleRun.bits(slot, of: logits.weights, in: plan) == bits(swapped))
    }
    let error = try #require(throws: ExperimentError.self) {
      try weights("model.head=keep").startingPoint(of: plan.network, classes: ["Parus_major", "Noise_noise"])
    }
    #expect(error.found.contains("Noise_noise"))
  }

  @Test("restores Adam's moments and step")
  func restoresOptimizer() throws {
    let checkpoint = JibjibCheckpoint(classes: 2)
    try checkpoint.write(to: path)
    let plan = try plan()
    _ = try weights("train.optimizer_state=restore").load(into: plan, Self.classes)
    #expect(plan.step == JibjibCheckpoint.step)
    for parameter in plan.network.parameters {
      let name = "mymodel/train/\(parameter.name)/"
      #expect(
        try SampleRun.bits(.firstMoment, of: parameter, in: plan)
          == bits(checkpoint.variables[name + "Adam"]?.values))
      #expect(
        try SampleRun.bits(.secondMoment, of: parameter, in: plan)
          == bits(checkpoint.variables[name + "Adam_1"]?.values))
    }
  }

  @Test("refuses to restore an optimizer that is not all there")
  func refusesPartOfOptimizer() throws {
    var checkpoint = JibjibCheckpoint(classes: 2)
    checkpoint.variables["mymodel/train/vggish/conv2/weights/Adam_1"] = nil
    try checkpoint.write(to: path)
    for setting in ["model.head=auto", "model.head=new"] {
      let error = try #require(throws: ExperimentError.self) {
        try weights("train.optimizer_state=restore", setting).startingPoint(
          of: plan().network, classes: Self.classes)
      }
      #expect(
        error.found.contains(
          setting == "model.head=new"
            ? "the head is new" : "mymodel/train/vggish/conv2/weights/Adam_1 is missing"))
    }
  }

  @Test("lists everything that is missing, extra or of another shape")
  func listsProblems() throws {
    var checkpoint = JibjibCheckpoint(classes: 2)
    checkpoint.variables["vggish/conv1/weights"] = nil
    checkpoint.variables["vggish/fc2/biases"] = ([5], [1, 2, 3, 4, 5])
    checkpoint.variables["vggish/conv5/weights"] = ([1], [1])
    try checkpoint.write(to: path)
    let error = try #require(throws: ExperimentError.self) {
      try weights().startingPoint(of: plan().network, classes: Self.classes)
    }
    for text in [
      "vggish/conv1/weights is missing", "vggish/fc2/biases is [5], not [2]", "vggish/conv5/weights is extra",
    ] {
      #expect(error.found.contains(text), "\(error)")
    }
    #expect(error.place?.hasPrefix("x.yaml:3:") == true)
  }

  @Test("looks for published checkpoints in the known folders and says what to do without them")
  func findsReleases() throws {
    let (first, second) = (folder.path + "/a", folder.path + "/b")
    for folder in [first, second] { try FileTree.makeFolder(folder) }
    #expect(CheckpointRelease.google.path(in: [first, second]) == nil)
    try AtomicFile.write("x", to: second + "/vggish_model.ckpt")
    #expect(CheckpointRelease.google.path(in: [first, second]) == second + "/vggish_model.ckpt")
    #expect(CheckpointRelease.jibjib.path(in: [first, second]) == nil)
    let error = CheckpointRelease.jibjib.missing(from: [first, second])
    #expect(error.code == .missingFile)
    for text in [first, "jibjib_model_raw.tgz", "https://s3-eu-west-1", "JX_CHECKPOINTS"] {
      #expect(error.description.contains(text), "\(error)")
    }
  }
}

extension InitialWeights {
  /// Finds and loads in one step.
  fileprivate func load(into plan: any Plan, _ classes: [String]) throws -> Digest? {
    try load(try startingPoint(of: plan.network, classes: classes), into: plan)
  }
}
