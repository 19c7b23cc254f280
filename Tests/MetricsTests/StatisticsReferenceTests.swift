import Testing

@testable import Metrics

/// SciPy's and statsmodels' values.
struct StatisticsReference: Decodable {
  struct Proportion: Decodable {
    var successes: Int
    var trials: Int
    var level: Double
    var exact: [Double]
    var wilson: [Double]
  }

  struct Holm: Decodable {
    var p: [Double]
    var adjusted: [Double]
  }

  struct BootstrapCase: Decodable {
    var name: String
    var level: Double
    var numerators: [Double]
    var denominators: [Double]
    var distribution: [Double]
    var percentile: [Double]
    var bca: [Double]
  }

  var probit: [[Double]]
  var cumulative: [[Double]]
  var logit: [[Double]]
  var beta: [[Double]]
  var proportions: [Proportion]
  var mcnemar: [[Double]]
  var holm: [Holm]
  var bootstrap: [BootstrapCase]
}

@Suite("Statistics against SciPy and statsmodels")
struct StatisticsReferenceTests {
  let reference: StatisticsReference

  init() throws { reference = try Fixture.load("statistics", as: StatisticsReference.self) }

  /// Relative also below 1, for tails.
  private func expectRelative(_ found: Double, _ expected: Double, within tolerance: Double, _ what: String) {
    #expect(abs(found - expected) <= tolerance * abs(expected), "\(what): \(found), reference \(expected)")
  }

  @Test("Probit, normal distribution and logit, to a few units in the last place")
  func normalDistribution() {
    for pair in reference.probit {
      expectRelative(NormalDistribution.quantile(pair[0]), pair[1], within: 1e-14, "probit \(pair[0])")
    }
    for pair in reference.cumulative {
      // At −37 one unit in the argument's last place moves the value by 37² units in its own.
      expectRelative(NormalDistribution.cumulative(pair[0]), pair[1], within: 1e-12, "Φ(\(pair[0]))")
    }
    for pair in reference.logit {
      expectRelative(LogOdds.logOdds(of: pair[0]), pair[1], within: 1e-14, "logit \(pair[0])")
      expectRelative(LogOdds.probability(of: pair[1]), pair[0], within: 1e-14, "sigmoid \(pair[1])")
    }
    #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
  }

  @Test("Incomplete beta function, to what cancelling logarithms of Γ leave")
  func beta() {
    for entry in reference.beta {
      let found = BetaDistribution.cumulative(entry[0], a: entry[1], b: entry[2])
      expectRelative(found, entry[3], within: 1e-10, "I(\(entry))")
    }
  }

  @Test("Clopper–Pearson and Wilson intervals")
  func proportions() throws {
    for entry in reference.proportions {
      let proportion = try BinomialProportion(successes: entry.successes, trials: entry.trials)
      let exact = try proportion.clopperPearson(level: entry.level)
      let wilson = try proportion.wilson(level: entry.level)
      let what = "\(entry.successes) of \(entry.trials) at \(entry.level)"
      expectClose([exact.lower, exact.upper], entry.exact, "Clopper–Pearson, \(what)")
      expectClose([wilson.lower, wilson.upper], entry.wilson, "Wilson, \(what)")
    }
  }

  @Test("McNemar's exact p-value")
  func mcnemar() {
    for entry in reference.mcnemar {
      let test = McNemarTest(onlyFirstCorrect: Int(entry[0]), onlySecondCorrect: Int(entry[1]))
      expectClose(test.pValue, entry[2], "McNemar \(entry)")
    }
  }

  @Test("Holm's correction")
  func holm() {
    for entry in reference.holm {
      expectClose(HolmCorrection.adjusted(entry.p), entry.adjusted, "Holm of \(entry.p)")
    }
  }

  @Test("Percentile and BCa intervals of the resamples that SciPy drew")
  func bootstrap() throws {
    for entry in reference.bootstrap {
      let groups = entry.numerators.indices
      func ratio(without left: Int?) -> Double {
        let kept = groups.filter { $0 != left }
        return kept.reduce(0) { $0 + entry.numerators[$1] } / kept.reduce(0) { $0 + entry.denominators[$1] }
      }
      let leaveOneOut = groups.map { ratio(without: $0) }
      for (method, expected) in [
        (ConfidenceInterval.Method.percentile, entry.percentile), (.biasCorrectedAccelerated, entry.bca),
      ] {
        let bootstrap = try Bootstrap(level: entry.level, method: method)
        let found = bootstrap.interval(
          estimate: ratio(without: nil), distribution: entry.distribution, leaveOneOut: leaveOneOut)
        #expect(found.method == method)
        expectClose([found.lower, found.upper], expected, "\(entry.name), \(method)")
      }
    }
  }
}
