import Testing

@testable import Charts

@Suite struct AxisTicksTests {
  @Test(arguments: [
    (0.0...1.0, 5, false, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (0...9, 4, false, ["0", "5"]),
    (1...3, 6, true, ["1", "2", "3"]), (-2...2, 4, false, ["−2", "−1", "0", "1", "2"]),
    (0...1e6, 2, false, ["0", "500000", "1000000"]),
  ])
  func `ticks are round and tell neighbours apart`(
    range: ClosedRange<Double>, most: Int, whole: Bool, texts: [String]
  ) {
    let ticks = AxisTicks(in: range, most: most, wholeNumbers: whole)
    #expect(ticks.values.map(ticks.text) == texts)
  }

  @Test func `a range without extent and huge ranges end`() {
    #expect(AxisTicks(in: 1...1, most: 4).values.count <= 1)
    #expect(AxisTicks(in: 0...1e300, most: 4).values.count <= 6)
  }
}
