import Metrics
import Testing

@Suite("Bootstrap")
struct BootstrapTests {
  @Test("The same generator gives the same interval, another one another")
  func reproducible() throws {
    let right = [3.0, 4, 1, 0, 4, 2, 3, 3]
    let rows = [4.0, 4, 4, 2, 4, 4, 3, 4]
    let bootstrap = try Bootstrap(replicates: 400)
    func interval(seed: UInt64) throws -> ConfidenceInterval {
      var random = TestRandom(seed: seed)
      return try bootstrap.interval(ofRatio: right, to: rows, using: &random)
    }
    #expect(try interval(seed: 1) == interval(seed: 1))
    #expect(try interval(seed: 1) != interval(seed: 2))
    let found = try interval(seed: 1)
    #expect(found.estimate == 20.0 / 29 && found.contains(found.estimate))
    #expect(found.method == .biasCorrectedAccelerated && found.level == 0.95)
  }

  @Test(
    "Intervals cover the true mean about as often as they say",
    arguments: [ConfidenceInterval.Method.percentile, .biasCorrectedAccelerated])
  func coverage(_ method: ConfidenceInterval.Method) throws {
    var random = TestRandom(seed: 11)
    let bootstrap = try Bootstrap(replicates: 200, level: 0.9, method: method)
    var covered = 0
    for _ in 0..<150 {
      let values = (0..<30).map { _ in Double.random(in: 0...1, using: &random) }
      let ones = [Double](repeating: 1, count: 30)
      if try bootstrap.interval(ofRatio: values, to: ones, using: &random).contains(0.5) { covered += 1 }
    }
    // 135 expected, deviation 3.7; a bootstrap of 30 values falls a few short. Four deviations either way.
    #expect((120...149).contains(covered), "\(covered) of 150")
  }

  @Test("Groups are drawn whole: repeating every row of a group does not narrow the interval")
  func groups() throws {
    var random = TestRandom(seed: 12)
    let labels = (0..<30).map { $0 % 3 }
    let scores = try Scores(
      (0..<90).map { _ in Double.random(in: 0...1, using: &random) }, classCount: 3)
    let bootstrap = try Bootstrap(replicates: 200, method: .percentile)
    let fivefold = (0..<150).map { $0 / 5 }
    for metric in [Metric.accuracy, .macroF1, .macroAUROC, .brierScore] {
      var (first, second) = (TestRandom(seed: 1), TestRandom(seed: 1))
      let single = try bootstrap.interval(
        of: metric, labels: labels, scores: scores, groups: Groups(0..<30), using: &first)
      let repeated = try bootstrap.interval(
        of: metric, labels: fivefold.map { labels[$0] }, scores: scores.selecting(rows: fivefold),
        groups: Groups(fivefold), using: &second)
      expectClose(
        [repeated.estimate, repeated.lower, repeated.upper], [single.estimate, single.lower, single.upper],
        within: 1e-12, metric.rawValue)
    }
  }

  @Test("A model compared with itself differs by exactly nothing")
  func noDifference() throws {
    var random = TestRandom(seed: 13)
    let scores = try Scores(
      (0..<60).map { _ in Double.random(in: 0...1, using: &random) }, classCount: 3)
    let labels = (0..<20).map { $0 % 3 }
    let found = try Bootstrap(replicates: 100).difference(
      of: .accuracy, labels: labels, first: scores, second: scores, groups: Groups(0..<20), using: &random)
    #expect(found.estimate == 0 && found.lower == 0 && found.upper == 0)
  }

  @Test("Where all replicates lie on one side, BCa has no value and the interval says percentile")
  func oneSided() throws {
    var random = TestRandom(seed: 14)
    // The number of groups that occur is largest for the sample itself.
    let found = try Bootstrap(replicates: 50).interval(groupCount: 30, using: &random) { multiplicities in
      Double(multiplicities.count { $0 > 0 })
    }
    #expect(found.estimate == 30 && found.upper < 30)
    #expect(found.method == .percentile)
  }

  @Test("What cannot be drawn is refused")
  func refusals() throws {
    var random = TestRandom(seed: 15)
    #expect(throws: MetricsError.self) { try Bootstrap(replicates: 1) }
    #expect(throws: MetricsError.self) { try Bootstrap(level: 1) }
    #expect(throws: MetricsError.self) { try Bootstrap(method: .wilson) }
    let bootstrap = try Bootstrap(replicates: 10)
    func code(_ body: () throws -> ConfidenceInterval) -> MetricsError.Code? {
      do {
        _ = try body()
        return nil
      } catch { return (error as? MetricsError)?.code }
    }
    #expect(code { try bootstrap.interval(groupCount: 0, using: &random) { _ in 1 } } == .empty)
    #expect(code { try bootstrap.interval(groupCount: 3, using: &random) { _ in nil } } == .undefined)
    #expect(code { try bootstrap.interval(ofRatio: [1], to: [], using: &random) } == .shapeMismatch)
  }
}
