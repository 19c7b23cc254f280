import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("Columns of figures")
struct ColumnTests {
  @Test("bring back figures by class bit for bit")
  func classValues() {
    let values = [0, -0.0, 0.1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .pi]
    #expect(ClassValues.decode(ClassValues.encode(values)).map(\.bitPattern) == values.map(\.bitPattern))
    #expect(ClassValues.encode([1]) == Data([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]))
  }

  @Test("bring back confusion matrices")
  func confusions() throws {
    var random = RandomStream(seed: 5, purpose: "confusions")
    for classCount in [1, 2, 3, 50, 195] {
      let counts = (0..<(classCount * classCount)).map { _ in
        random.next() % 4 == 0 ? Int(random.next() >> (random.next() % 60 + 2)) : 0
      }
      let matrix = try ConfusionMatrix(counts: counts, classCount: classCount)
      #expect(try ConfusionCounts.decode(ConfusionCounts.encode(matrix), classCount: classCount) == matrix)
    }
    let zeros = ConfusionMatrix(classCount: 195)
    #expect(ConfusionCounts.encode(zeros).isEmpty)
    #expect(try ConfusionCounts.decode(Data(), classCount: 195) == zeros)
  }

  @Test(
    "refuse bytes that are no matrix",
    arguments: [[0], [4, 1], [0x80], [0, 0x80], [0, 1, 3, 1], [UInt8](repeating: 0xff, count: 40)])
  func damagedConfusions(bytes: [UInt8]) {
    #expect(throws: ExperimentError.self) { _ = try ConfusionCounts.decode(Data(bytes), classCount: 2) }
  }
}
