import Foundation
import Net
import Testing

/// Checkpoints of VGGish at its full size that `Tests/Fixtures/checkpoints/full_size.py` wrote into the folder that
/// `JX_FULL_SIZE` names; 2 GB, so that they are not part of the project.
@Suite("Checkpoint, full size", .enabled(if: CheckpointFixtures.fullSize != nil), .serialized)
struct FullSizeCheckpointTests {
  private static func open(_ name: String) throws -> Checkpoint {
    try Checkpoint(path: try #require(CheckpointFixtures.fullSize).appending(path: name).path)
  }

  @Test(
    "gives every variable bit for bit",
    arguments: [
      ("vggish_model.ckpt", "google.npz", 18), ("raw/jibjib_model.ckpt-60", "variables.npz", 69),
      ("jibjib_model_raw.tgz", "variables.npz", 69),
    ])
  func givesVariables(name: String, reference: String, count: Int) throws {
    let checkpoint = try Self.open(name)
    let values = try Self.open(reference)
    #expect(checkpoint.variables.count == count && values.variables.count == count)
    for variable in checkpoint.variables {
      let name = variable.shape.name
      #expect(values.variable(named: name)?.shape == variable.shape)
      #expect(try checkpoint.storedBytes(of: name) == values.storedBytes(of: name), "\(name)")
    }
  }

  @Test("has no moments of frozen layers where VGGish was fixed")
  func frozenTraining() throws {
    #expect(try Self.open("frozen/jibjib_model.ckpt-60").variables.count == 33)
  }

  /// 4e-5 and 8e-6 of outputs of magnitude 1 are what float32 sums of 12,288 terms in other orders differ by. Against
  /// float64 an engine may be off by no more than that, and prints beside TensorFlow's own rounding.
  @Test(
    "gives TensorFlow's embeddings and logits on the same examples",
    arguments: [EngineChoice.openblas, .auto])
  func givesOutputs(choice: EngineChoice) throws {
    let outputs = try Self.open("outputs.npz")
    let examples = try Self.examples()
    let engine = try Engines.make(choice).engine
    let plan = try engine.compile(
      .vggish(classes: 10), options: PlanOptions(maximumBatchSize: 8, threads: 2))
    for (name, embedding) in [
      ("vggish_model.ckpt", "google_embedding"), ("raw/jibjib_model.ckpt-60", "embedding"),
      ("jibjib_model_raw.tgz", "embedding"),
    ] {
      try Self.load(try Self.open(name), into: plan)
      plan.forward(examples.span, count: 8)
      try compare(plan, layer: plan.network.embeddingIndex, outputs, embedding, "\(engine.name), \(name)")
      if embedding == "embedding" {
        try compare(plan, layer: plan.network.layers.count - 1, outputs, "logits", "\(engine.name), \(name)")
      }
    }
  }

  private func compare(
    _ plan: any Plan, layer: Int, _ outputs: Checkpoint, _ output: String, _ name: String
  ) throws {
    let tensorFlow = try outputs.floats(of: output).map(Double.init)
    let exact = try outputs.floats(of: output + "_float64").map(Double.init)
    let found = plan.activation(ofLayer: layer, count: 8)
    let difference = largestDifference(found, tensorFlow)
    let magnitude = tensorFlow.map(abs).max() ?? 0
    print(
      "\(name): \(output) differs from TensorFlow by \(difference), from float64 by",
      "\(largestDifference(found, exact)), TensorFlow from it by",
      "\(largestDifference(tensorFlow.map { Float($0) }, exact)); largest \(magnitude)")
    #expect(magnitude > 0.1 && difference <= 4e-5 * max(magnitude, 1), "\(name), \(output)")
    #expect(largestDifference(found, exact) <= 4e-5 * max(magnitude, 1), "\(name), \(output)")
  }

  private static func load(_ checkpoint: Checkpoint, into plan: any Plan) throws {
    var buffer: [Float] = []
    for parameter in plan.network.parameters where checkpoint.variable(named: parameter.name) != nil {
      try checkpoint.withValues(of: parameter.name, buffer: &buffer) { values throws(NetError) in
        try plan.load(values, into: .value, of: parameter.name)
      }
    }
  }

  private static func examples() throws -> [Float] {
    let bytes = try Data(
      contentsOf: try #require(CheckpointFixtures.fullSize).appending(path: "examples.npy"))
    let count = 8 * 96 * 64
    return (0..<count).map { index in
      let start = bytes.count - 4 * count + 4 * index
      return Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
    }
  }
}
