import Testing

@testable import Experiments

@Suite("RunComparison")
struct RunComparisonTests {
  @Test("shows what differs in the configs and the figures of each run")
  func differences() throws {
    let tiny = try TinyTraining()
    let (first, _) = try tiny.start(["train.epochs=1", "name=one"])
    let (second, _) = try tiny.start(["train.epochs=2", "name=two", "train.loss=sigmoid"])
    let comparison = try RunComparison([second, first], in: tiny.registry)
    #expect(comparison.runs.map(\.name) == ["two", "one"])
    #expect(comparison.differences.map(\.key) == ["train.epochs", "train.loss"])
    #expect(comparison.differences.map(\.values) == [["2", "1"], ["sigmoid", "softmax"]])
    #expect(comparison.warnings.isEmpty)
    func figure(_ name: String) throws -> [Double?] {
      try #require(comparison.figures.first { $0.name == name }, "\(name)").values
    }
    #expect(try figure("epochs") == [2, 1])
    let accuracies = try [second, first].map {
      try tiny.registry.evaluations(of: $0).last?.metrics["accuracy"]
    }
    #expect(try figure("test.accuracy") == accuracies)
    let losses = try [second, first].map {
      try tiny.registry.epochs(of: $0).compactMap { $0.metrics[MetricKey(.validation, "loss")] }
    }
    #expect(try figure("validation.loss, best") == losses.map { $0.min() })
    #expect(try figure("validation.loss, last") == losses.map(\.last))
  }

  @Test("warns where other data or other test recordings make the difference")
  func warnings() throws {
    let tiny = try TinyTraining()
    let (first, _) = try tiny.start(["train.epochs=1"])
    let (second, _) = try tiny.start(["train.epochs=1", "seed=11"])
    #expect(try RunComparison([first, second], in: tiny.registry).warnings.count == 1)
    #expect(
      try RunComparison([first, second], in: tiny.registry).warnings[0].contains("different recordings"))
    try tiny.data.write("low/low9.wav", hertz: 700, seed: 9)
    let (third, _) = try tiny.start(["train.epochs=1"])
    #expect(try RunComparison([first, third], in: tiny.registry).warnings[0].contains("different data"))
  }

  @Test("refuses a run that is not there")
  func missing() throws {
    let tiny = try TinyTraining()
    let id = try #require(RunID("00000000"))
    #expect { _ = try RunComparison([id, id], in: tiny.registry) } throws: {
      ($0 as? ExperimentError)?.code == .missingRun
    }
  }
}
