import Foundation
import Metrics
import Testing

@testable import Experiments

@Suite("FoldGroup and FoldSummary")
struct FoldGroupTests {
  private static func resolved(_ tiny: TinyTraining, _ split: String) throws -> ResolvedConfig {
    try RunConfig.parse(
      Array(tiny.yaml().utf8), path: "tiny.yaml", overrides: ["train.epochs=1", "data.split=\(split)"])
  }

  private static func overrides(_ tiny: TinyTraining, _ split: String) -> [String] {
    ["train.epochs=1", "data.split=\(split)"]
  }

  @Test("has a member for each fold, and lets the fold that validates move along")
  func members() throws {
    let tiny = try TinyTraining()
    let plain = try FoldGroup(Self.resolved(tiny, "{folds: {count: 3, test: 2}, validation: 0.2}"))
    #expect(plain.name == "tiny-folds" && plain.members.map(\.fold) == ["1", "2", "3"])
    #expect(plain.members[2].overrides == ["name=tiny-fold3", "data.split.folds.test=3"])
    let moving = try FoldGroup(
      Self.resolved(tiny, "{folds: {count: 3, test: 2, validation: 3}}"), name: "g", choosing: ["1", "3"])
    #expect(moving.name == "g")
    #expect(
      moving.members.map { $0.overrides[2] } == [
        "data.split.folds.validation=2", "data.split.folds.validation=1",
      ])
    let named = try FoldGroup(Self.resolved(tiny, "{folds: {pattern: \"(\\\\d)$\", test: 4}}"))
    #expect(named.members.map(\.fold) == ["0", "1", "2", "3", "4", "5"])
  }

  @Test("refuses a config without folds and a fold that is none")
  func refusals() throws {
    let tiny = try TinyTraining()
    let without = try #require(throws: ExperimentError.self) {
      _ = try FoldGroup(Self.resolved(tiny, "{validation: 0.2, test: 0.2}"))
    }
    #expect(
      without.found == "a split without folds"
        && without.place == "--set data.split={validation: 0.2, test: 0.2}")
    let unknown = try #require(throws: ExperimentError.self) {
      _ = try FoldGroup(Self.resolved(tiny, "{folds: {count: 3, test: 1}}"), choosing: ["4"])
    }
    #expect(unknown.found == "there is no fold '4'")
  }

  @Test("knows what is missing, stopped and finished, and sums up what there is")
  func states() throws {
    let tiny = try TinyTraining()
    let split = "{folds: {count: 3, test: 1}, validation: 0.2}"
    let resolved = try Self.resolved(tiny, split)
    let group = try FoldGroup(resolved)
    func start(_ member: FoldGroup.Member, stop: StopWatch = StopWatch()) throws -> RunID {
      try tiny.training(stop: stop).start(
        tiny.preparation(Self.overrides(tiny, split) + member.overrides),
        labels: RunLabels(tags: [group.name])
      ).0
    }
    let finished = try start(group.members[0])
    let stopped = try start(group.members[1], stop: StopWatch(after: 0))
    let states = try group.members.map { try group.state(of: $0, resolved, in: tiny.registry) }
    #expect(states == [.finished(finished), .stopped(stopped), .missing])
    try tiny.resume(stopped)
    let last = try start(group.members[2])
    let summary = try FoldSummary(group: group.name, in: tiny.registry)
    #expect(summary.rows.map(\.run.id) == [finished, stopped, last])
    #expect(summary.rows.map(\.fold) == ["1", "2", "3"])
    let accuracies = try summary.rows.map { row in
      try #require(try tiny.registry.evaluations(of: row.run.id).last?.metrics["accuracy"])
    }
    #expect(summary.summaries["accuracy"] == SampleSummary(accuracies))
    // Every clip is tested once, so all of them together are the data.
    let pooled = try #require(summary.pooled)
    let clips = try summary.rows.map {
      try #require(try tiny.registry.evaluations(of: $0.run.id).last?.clipCount)
    }
    #expect(clips.reduce(0, +) == 18)
    let right = zip(accuracies, clips).reduce(0.0) { $0 + $1.0 * Double($1.1) }
    #expect(abs(pooled.estimate - right / 18) < 1e-12)
    let changed = try RunConfig.parse(
      Array(tiny.yaml().utf8), path: "tiny.yaml",
      overrides: Self.overrides(tiny, split) + ["train.learning_rate=1e-2"])
    let error = try #require(throws: ExperimentError.self) {
      _ = try group.state(of: group.members[0], changed, in: tiny.registry)
    }
    #expect(error.found == "the group 'tiny-folds' has run \(finished) with train.learning_rate 0.001")
    #expect(throws: ExperimentError.self) { _ = try FoldSummary(group: "nosuch", in: tiny.registry) }
  }
}
