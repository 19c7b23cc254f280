import Experiments
import Testing

@Suite("RetentionPolicy")
struct RetentionPolicyTests {
  private func snapshot(_ position: SnapshotPosition) -> Snapshot {
    func file(_ ending: String, _ byteCount: Int) -> RecordedFile {
      RecordedFile(path: position.fileStem + ending, byteCount: byteCount, digest: SHA256.hash(ending))
    }
    return Snapshot(position: position, step: 1, values: file("", 10), state: file(".state", 20))
  }

  /// What becomes of each snapshot, one word a snapshot: all, values, or nothing.
  private func fates(
    _ policy: RetentionPolicy, epochs: Int, losses: [Double], batch: SnapshotPosition? = nil
  ) -> [String] {
    let positions = (1...epochs).map { SnapshotPosition(epoch: $0) } + [batch].compactMap(\.self)
    let figures = Dictionary(uniqueKeysWithValues: losses.enumerated().map { ($0.offset + 1, $0.element) })
    return policy.decide(positions.map(snapshot), figures: figures).map { decision in
      decision.keepsState ? "all" : decision.keepsValues ? "values" : "none"
    }
  }

  @Test(
    "keeps the best's values and the last's values and state",
    arguments: [
      ([3, 1, 2], ["none", "values", "all"]), ([3, 2, 1], ["none", "none", "all"]),
      ([1, 1, 1], ["values", "none", "all"]), ([.nan, .nan, .nan], ["none", "none", "all"]),
      ([.nan, 5, .nan], ["none", "values", "all"]), ([.infinity, 2, -.infinity], ["none", "none", "all"]),
      ([], ["none", "none", "all"]),
    ] as [([Double], [String])])
  func bestAndLast(losses: [Double], expected: [String]) {
    #expect(fates(RetentionPolicy(), epochs: 3, losses: losses) == expected)
  }

  @Test(
    "keeps as many as it is told",
    arguments: [
      (RetentionPolicy(keepBest: 2), ["values", "values", "none", "none", "all"]),
      (RetentionPolicy(keepBest: 0), ["none", "none", "none", "none", "all"]),
      (RetentionPolicy(keepBest: 0, keepLast: 3), ["none", "none", "all", "all", "all"]),
      (RetentionPolicy(keepBest: 0, keepEvery: 2), ["none", "values", "none", "values", "all"]),
      (RetentionPolicy(keepBest: 9, keepLast: 9), ["all", "all", "all", "all", "all"]),
      (RetentionPolicy(goal: .largest), ["none", "none", "none", "values", "all"]),
    ] as [(RetentionPolicy, [String])])
  func counts(policy: RetentionPolicy, expected: [String]) {
    #expect(fates(policy, epochs: 5, losses: [1, 2, 3, 5, 4]) == expected)
  }

  @Test("keeps a snapshot within an epoch until one is newer")
  func withinEpoch() {
    let policy = RetentionPolicy()
    let newest = fates(policy, epochs: 2, losses: [1, 2], batch: SnapshotPosition(epoch: 3, batch: 5))
    #expect(newest == ["values", "all", "all"])
    let older = fates(policy, epochs: 2, losses: [1, 2], batch: SnapshotPosition(epoch: 2, batch: 5))
    #expect(older == ["values", "none", "all"])
  }

  @Test("says why each is kept and what is freed")
  func reasons() {
    let decisions = RetentionPolicy(keepEvery: 3).decide(
      (1...3).map { snapshot(SnapshotPosition(epoch: $0)) }, figures: [1: 2, 2: 1, 3: 3])
    #expect(decisions.map { $0.reasons.map(\.description) } == [[], ["best"], ["last", "every 3 epochs"]])
    #expect(decisions.map(\.freedByteCount) == [30, 20, 0])
    #expect(decisions.map(\.freedPaths) == [["epoch-0001", "epoch-0001.state"], ["epoch-0002.state"], []])
  }
}
