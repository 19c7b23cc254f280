import Foundation
import Metrics
import Testing

@Suite("Aggregation")
struct AggregationTests {
  /// Three examples of clip a, with one of clip b between them.
  let scores: Scores
  let groups = Groups(["a", "b", "a", "a"])

  init() throws { scores = try Scores(rows: [[0.5, 0.1], [0.25, 1], [0.3, 0.1], [0.1, 0]]) }

  /// Expected rows of clips a and b.
  static let expectedRows: [(aggregation: Aggregation, expected: [Double])] = [
    // 0.25 + 0.09 + 0.01; 0.01 + 0.01; 0.0625; 1
    (.sumOfSquares, [0.35, 0.02, 0.0625, 1]),
    (.mean, [0.3, 0.2 / 3, 0.25, 1]),
    (.maximum, [0.5, 0.1, 0.25, 1]),
    // 1 − 0.5 · 0.7 · 0.9; 1 − 0.9 · 0.9
    (.noisyOr, [0.685, 0.19, 0.25, 1]),
    (.topMean(count: 2), [0.4, 0.1, 0.25, 1]),
    // The odds' geometric mean: 1 · 3/7 · 1/9; 1/9 · 1/9 · 2⁻²⁴ / (1 − 2⁻²⁴), p = 0 and 1 being kept 2⁻²⁴ inside.
    (.logOddsMean, [ofOdds(1.0 / 21), ofOdds(1 / (81 * 16_777_215.0)), 0.25, 1 - 0x1p-24]),
  ]

  /// The probability whose odds are the cube root of a product.
  private static func ofOdds(_ product: Double) -> Double { cbrt(product) / (1 + cbrt(product)) }

  @Test("Each aggregation, computed by hand", arguments: expectedRows)
  func byHand(_ aggregation: Aggregation, _ expected: [Double]) throws {
    let found = try scores.aggregated(by: groups, aggregation)
    #expect(found.rowCount == 2)
    // A few roundings of numbers below 1.
    expectClose(found.values, expected, within: 1e-14, aggregation.name)
  }

  @Test("The largest of negative logits is not 0")
  func negativeMaximum() throws {
    let logits = try Scores([-3.0, -2], classCount: 1)
    #expect(try logits.aggregated(by: Groups([0, 0]), .maximum).values == [-2])
    let error = #expect(throws: MetricsError.self) { try logits.aggregated(by: Groups([0, 0]), .noisyOr) }
    #expect(error?.code == .notProbability)
  }

  @Test("A noisy or of tiny probabilities keeps their digits")
  func tinyNoisyOr() throws {
    let tiny = try Scores([Double](repeating: 1e-18, count: 4), classCount: 1)
    expectClose(try tiny.aggregated(by: Groups([0, 0, 0, 0]), .noisyOr).values[0] * 1e18, 4, "noisy or")
  }

  @Test("Groups keep the order of their first rows and refuse mixed labels")
  func groupOrder() throws {
    #expect(groups.count == 2)
    #expect(groups.groupOfRow == [0, 1, 0, 0])
    #expect(groups.firstRows == [0, 1])
    #expect(Array(groups.rows(of: 0)) == [0, 2, 3])
    #expect(try groups.labels(of: [4, 5, 4, 4]) == [4, 5])
    #expect(groups.rows(repeating: [2, 0]) == [0, 2, 3, 0, 2, 3])
    let mixed = #expect(throws: MetricsError.self) { try groups.labels(of: [4, 5, 4, 5]) }
    #expect(mixed?.code == .mixedLabels)
    #expect(throws: MetricsError.self) { try groups.labels(of: [4]) }
    let other = #expect(throws: MetricsError.self) { try scores.aggregated(by: Groups([1, 2]), .mean) }
    #expect(other?.code == .shapeMismatch)
  }

  @Test("Names stand for aggregations in configs", arguments: Aggregation.all + [.topMean(count: 12)])
  func names(_ aggregation: Aggregation) throws {
    #expect(Aggregation(name: aggregation.name) == aggregation)
    let stored = try JSONEncoder().encode([aggregation])
    #expect(try JSONDecoder().decode([Aggregation].self, from: stored) == [aggregation])
  }

  @Test(
    "Other names are refused",
    arguments: [
      "", "Mean", "top_mean", "top__mean", "top_0_mean", "top_-1_mean", "top_+3_mean", "top_03_mean",
    ])
  func wrongNames(_ name: String) {
    #expect(Aggregation(name: name) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Aggregation].self, from: Data("[\"\(name)\"]".utf8))
    }
  }
}
