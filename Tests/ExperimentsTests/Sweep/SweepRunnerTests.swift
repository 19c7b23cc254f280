import Foundation
import Net
import Synchronization
import Testing

@testable import Experiments

@Suite("Running a sweep")
struct SweepRunnerTests {
  private static func sweep(_ tiny: TinyTraining, _ sweep: String, engine: EngineName = .openblas) throws
    -> Sweep
  {
    let path = tiny.folder.path + "/s.yaml"
    try Data((tiny.yaml(engine: engine) + "\n" + sweep).utf8).write(to: URL(filePath: path))
    return try Sweep(path: path)
  }

  /// Counts the runs that began anew.
  private final class Beginnings: Sendable {
    let count = Mutex(0)
    let stops = Mutex<Int>(.max)
    var isOver: Bool { count.withLock { $0 } >= stops.withLock { $0 } }
    func note(_ event: SweepEvent) {
      if case .run(_, .began(_, _, 1)) = event { count.withLock { $0 += 1 } }
    }
  }

  private static func run(
    _ sweep: Sweep, _ tiny: TinyTraining, jobs: Int = 1, _ beginnings: Beginnings = Beginnings()
  ) throws -> RunOutcome {
    let (outcome, failures) = try SweepRunner(
      registry: tiny.registry, cache: tiny.cache, isCancelled: { beginnings.isOver },
      observe: { beginnings.note($0) }
    ).run(sweep, jobs: jobs)
    #expect(failures.isEmpty)
    return outcome
  }

  @Test(
    "heads over frozen layers, side by side, are to the bit the runs that they are on their own",
    arguments: ExactResumeTests.engines)
  func sameAsSingle(engine: EngineName) throws {
    let tiny = try TinyTraining()
    let text = """
      sweep:
        parameters:
          model.frozen: [[vggish]]
          train.learning_rate: [1e-3, 3e-3]
          train.loss: [sigmoid, softmax]
          model.hidden_units: [5, 8]
      """
    let sweep = try Self.sweep(tiny, text, engine: engine)
    #expect(try Self.run(sweep, tiny, jobs: 3) == .finished)
    let runs = try tiny.registry.runs().filter { $0.tags == ["tiny-sweep"] }
    #expect(runs.count == 8 && runs.allSatisfy { $0.status == .finished })
    for trial in sweep.trials {
      let run = try #require(runs.first { $0.name == trial.name })
      let single = TinyTraining(data: tiny.data, sharing: tiny)
      let (id, _) = try single.training().start(Preparation(sweep.resolved(trial)))
      #expect(try tiny.result(of: run.id) == tiny.result(of: id), "\(trial.name)")
      // Both have the file of the frozen layers, and what resumes.
      let frozen = try #require(try tiny.registry.snapshots(of: run.id).last?.frozen)
      #expect(try tiny.registry.snapshots(of: id).last?.frozen == frozen)
      let path = tiny.registry.folderPath(of: run.id) + "/" + frozen.path
      #expect(try SHA256.hash(fileAt: path).digest == frozen.digest)
    }
    let summary = try SweepSummary(group: "tiny-sweep", in: tiny.registry)
    #expect(summary.keys.sorted() == ["model.hidden_units", "train.learning_rate", "train.loss"])
    let figures = summary.rows.compactMap(\.figure)
    #expect(figures.count == 8 && figures == figures.sorted())
  }

  @Test("a head of a sweep can be resumed and trained further like any run")
  func resumedHead() throws {
    let tiny = try TinyTraining()
    let sweep = try Self.sweep(
      tiny, "sweep: {parameters: {model.frozen: [[vggish]], train.learning_rate: [1e-3, 3e-3]}}")
    _ = try Self.run(sweep, tiny)
    let run = try #require(try tiny.registry.runs().first { $0.name == "tiny-t002" })
    #expect(try tiny.resume(run.id, epochs: 3) == .finished)
    let (straight, _) = try tiny.training().start(
      Preparation(sweep.resolved(sweep.trials[1], others: ["train.epochs=3"])))
    #expect(
      try tiny.result(of: run.id).snapshots.last?.values
        == tiny.result(of: straight).snapshots.last?.values)
  }

  @Test("stopped anywhere, the same sweep goes on with what is left")
  func goesOn() throws {
    let tiny = try TinyTraining()
    let sweep = try Self.sweep(tiny, "sweep: {parameters: {train.learning_rate: [1e-3, 2e-3, 3e-3, 4e-3]}}")
    let stopping = Beginnings()
    stopping.stops.withLock { $0 = 2 }
    #expect(try Self.run(sweep, tiny, stopping) == .interrupted)
    #expect(try tiny.registry.runs().count == 2)
    let rest = Beginnings()
    #expect(try Self.run(sweep, tiny, rest) == .finished)
    #expect(rest.count.withLock { $0 } == 2)
    #expect(try tiny.registry.runs().map(\.status) == [.finished, .finished, .finished, .finished])
    let nothing = Beginnings()
    #expect(try Self.run(sweep, tiny, nothing) == .finished)
    #expect(nothing.count.withLock { $0 } == 0)
    // Other settings under the same name of a group are refused.
    let other = try Self.sweep(tiny, "sweep: {parameters: {train.learning_rate: [5e-3]}}")
    #expect(throws: ExperimentError.self) { try Self.run(other, tiny) }
  }

  @Test("halving stops the worse trials early, and the survivors end like runs that were never stopped")
  func halving() throws {
    let tiny = try TinyTraining()
    let text = """
      sweep:
        method: halving
        factor: 2
        trials: 4
        parameters: {train.learning_rate: {log: [1e-5, 1e-2]}, train.epochs: [4]}
      """
    let sweep = try Self.sweep(tiny, text)
    #expect(try Self.run(sweep, tiny, jobs: 2) == .finished)
    let runs = try tiny.registry.runs().sorted { $0.name < $1.name }
    #expect(runs.map(\.epochCount).sorted() == [1, 1, 2, 4])
    let winner = try #require(runs.first { $0.status == .finished })
    // After the first epoch the two with the smaller loss went on.
    let key = MetricKey(.validation, "loss")
    let first = try runs.map { (run: $0, loss: try tiny.registry.figures(key, of: $0.id)[1] ?? .nan) }
    let best = first.sorted { $0.loss < $1.loss }.prefix(2).map(\.run.name).sorted()
    #expect(runs.filter { $0.epochCount > 1 }.map(\.name).sorted() == best)
    let trial = try #require(sweep.trials.first { $0.name == winner.name })
    let (straight, _) = try tiny.training().start(Preparation(sweep.resolved(trial)))
    #expect(try tiny.result(of: winner.id) == tiny.result(of: straight))
  }

  @Test("a trial that fails is reported, and the others go on")
  func failure() throws {
    let tiny = try TinyTraining()
    let sweep = try Self.sweep(
      tiny, "sweep: {parameters: {train.class_weights: [none, {no_such_class: 2}, inverse]}}")
    let (outcome, failures) = try SweepRunner(
      registry: tiny.registry, cache: tiny.cache, isCancelled: { false }, observe: { _ in }
    ).run(sweep, jobs: 1)
    #expect(outcome == .finished && failures.map(\.trial.number) == [2])
    #expect(failures[0].reason.contains("no_such_class"))
    #expect(try tiny.registry.runs().filter { $0.status == .finished }.count == 2)
  }
}
