import Metrics
import Testing

@Suite("Reliability")
struct ReliabilityTests {
  let confidences = [0.1, 0.2, 0.5, 0.5, 0.5, 0.9, 1, 0]
  let outcomes = [false, true, true, false, true, true, true, false]

  @Test("Bins of equal width, by hand")
  func equalWidth() throws {
    let found = try Reliability(
      confidences: confidences, outcomes: outcomes, binning: .equalWidth, binCount: 2)
    // 0, 0.1, 0.2 and three times 0.5, a border, in the lower bin: 3 of 6 right at a mean of 0.3.
    #expect(found.bins.map(\.count) == [6, 2])
    #expect(found.bins.map(\.positiveCount) == [3, 2])
    expectClose(found.bins.map(\.gap), [0.2, 0.05], within: 1e-15, "gaps")
    expectClose(found.expectedError, (6 * 0.2 + 2 * 0.05) / 8, within: 1e-15, "expected error")
    expectClose(found.maximumError, 0.2, within: 1e-15, "maximum error")
  }

  @Test("Bins of equal mass keep equal confidences together")
  func equalMass() throws {
    let found = try Reliability(
      confidences: confidences, outcomes: outcomes, binning: .equalMass, binCount: 4)
    // Ranks 0 0.1 | 0.2 0.5 0.5 0.5 | – | 0.9 1, the three of 0.5 starting at rank 3 of 8.
    #expect(found.bins.map(\.count) == [2, 4, 2])
    #expect(found.bins.map(\.lower) == [0, 0.2, 0.9])
    #expect(found.bins.map(\.upper) == [0.1, 0.5, 1])
  }

  @Test("Empty bins have no frequency and no part in the error")
  func emptyBins() throws {
    let found = try Reliability(confidences: [0.95], outcomes: [true], binning: .equalWidth, binCount: 10)
    #expect(found.bins.count == 10)
    #expect(found.bins[0].meanConfidence == nil && found.bins[0].observedFrequency == nil)
    #expect(found.bins[9].observedFrequency == 1)
    expectClose(found.expectedError, 0.05, within: 1e-15, "expected error")
  }

  @Test("What makes no diagram is refused")
  func refusals() {
    let tables: [(confidences: [Double], outcomes: [Bool], bins: Int, code: MetricsError.Code)] = [
      ([], [], 15, .empty), ([0.5], [], 15, .shapeMismatch), ([1.5], [true], 15, .notProbability),
      ([.nan], [true], 15, .notProbability), ([0.5], [true], 0, .invalidParameter),
    ]
    for table in tables {
      let error = #expect(throws: MetricsError.self) {
        try Reliability(
          confidences: table.confidences, outcomes: table.outcomes, binning: .equalWidth,
          binCount: table.bins)
      }
      #expect(error?.code == table.code)
    }
  }
}
