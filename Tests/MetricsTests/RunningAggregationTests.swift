import Foundation
import Metrics
import Testing

@Suite("RunningAggregation")
struct RunningAggregationTests {
  /// The definitions over whole columns; 1e-12 leaves room for another order of a few roundings.
  private static func naive(_ column: [Double], _ aggregation: Aggregation) -> Double {
    switch aggregation {
    case .sumOfSquares: column.map { $0 * $0 }.reduce(0, +)
    case .mean: column.reduce(0, +) / Double(column.count)
    case .maximum: column.max() ?? 0
    case .noisyOr: 1 - column.map { 1 - $0 }.reduce(1, *)
    case .topMean(let count):
      column.sorted(by: >).prefix(count).reduce(0, +) / Double(min(count, column.count))
    case .logOddsMean:
      1 / (1 + exp(-column.map { log($0 / (1 - $0)) }.reduce(0, +) / Double(column.count)))
    }
  }

  @Test(
    "is the definition of the rule, after any number of rows",
    arguments: Aggregation.all + [.topMean(count: 1)])
  func definitions(aggregation: Aggregation) {
    var random = TestRandom(seed: 4)
    var running = RunningAggregation(aggregation, classCount: 3)
    #expect(running.row == [0, 0, 0] && running.count == 0)
    var columns: [[Double]] = [[], [], []]
    for count in 1...9 {
      let row = (0..<3).map { _ in Double.random(in: 0.01...0.99, using: &random) }
      running.add(row)
      for index in 0..<3 { columns[index].append(row[index]) }
      #expect(running.count == count)
      for (found, column) in zip(running.row, columns) {
        #expect(abs(found - Self.naive(column, aggregation)) < 1e-12)
      }
    }
  }
}
