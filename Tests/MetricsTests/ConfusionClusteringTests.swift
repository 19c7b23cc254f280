import Metrics
import Testing

@Suite struct ConfusionClusteringTests {
  /// Classes confused within groups of three only, dealt out so that no two of a group are neighbours.
  private func grouped(_ groupCount: Int) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classCount: groupCount * 3)
    for label in 0..<(groupCount * 3) {
      for prediction in 0..<(groupCount * 3) where label % groupCount == prediction % groupCount {
        matrix.record(label: label, prediction: prediction, times: label == prediction ? 20 : 4)
      }
    }
    return matrix
  }

  @Test(arguments: [1, 2, 5, 12])
  func `classes that are confused stand together`(groupCount: Int) {
    let order = grouped(groupCount).clusteredOrder()
    #expect(order.sorted() == Array(0..<(groupCount * 3)))
    let changes = zip(order, order.dropFirst()).filter { $0 % groupCount != $1 % groupCount }.count
    #expect(changes == groupCount - 1)
  }

  @Test func `shares decide, not counts: a rare class stands by its double`() throws {
    // Class 2 has two rows, one of them taken for 0; 0 and 1 share ten of their thousands.
    let matrix = try ConfusionMatrix(counts: [990, 10, 0, 10, 990, 0, 1, 0, 1], classCount: 3)
    let order = matrix.clusteredOrder()
    #expect(abs((order.firstIndex(of: 0) ?? 9) - (order.firstIndex(of: 2) ?? -9)) == 1)
    #expect(order == [2, 0, 1] || order == [1, 0, 2])
  }

  @Test func `without confusions the classes keep their order, alone or empty ones too`() {
    #expect(ConfusionMatrix(classCount: 4).clusteredOrder().sorted() == [0, 1, 2, 3])
    #expect(ConfusionMatrix(classCount: 1).clusteredOrder() == [0])
  }
}
