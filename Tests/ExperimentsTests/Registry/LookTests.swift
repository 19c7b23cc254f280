import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("Looks at held-out clips")
struct LookTests {
  private static func evaluation(_ tiny: TinyTraining) -> RunEvaluation {
    RunEvaluation(
      registry: tiny.registry, cache: tiny.cache, compute: ComputeConfig(engine: .openblas, threads: 1),
      isCancelled: { false }, observe: { _ in })
  }

  @Test("every evaluation of the same test clips counts, by whatever run, and no other")
  func counting() throws {
    let tiny = try TinyTraining()
    let (first, _) = try tiny.start(["train.epochs=1"])
    let (second, _) = try tiny.start(["train.epochs=1", "train.learning_rate=1e-4"])
    let (other, _) = try tiny.start(["train.epochs=1", "seed=11"])
    _ = try Self.evaluation(tiny).evaluate(second, split: .validation)
    let again = try Self.evaluation(tiny).evaluate(second, split: .test)
    func looks(_ record: EvaluationRecord, _ id: RunID) throws -> [[String]] {
      try tiny.registry.looks(before: record, of: id).map { [$0.run.text, String($0.evaluation)] }
    }
    #expect(try looks(tiny.registry.evaluations(of: first)[0], first).isEmpty)
    #expect(try looks(tiny.registry.evaluations(of: second)[0], second) == [[first.text, "1"]])
    #expect(try looks(tiny.registry.evaluations(of: second)[1], second).isEmpty)
    #expect(try looks(again, second) == [[first.text, "1"], [second.text, "1"]])
    #expect(try looks(tiny.registry.evaluations(of: other)[0], other).isEmpty)
  }

  @Test("a rebuilt registry has them again")
  func rebuilt() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(["train.epochs=1"])
    _ = try Self.evaluation(tiny).evaluate(id, split: .test)
    let copy = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: tiny.registry.folderPath(of: id), toPath: copy.path + "/" + id.text)
    let registry = try Registry.rebuild(directory: copy.path).registry
    let last = try #require(try registry.evaluations(of: id).last)
    #expect(try registry.looks(before: last, of: id).map(\.evaluation) == [1])
    #expect(last.scores != nil && last.clipsDigest != nil && last.aggregation == .sumOfSquares)
  }
}
