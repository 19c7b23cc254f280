extension ConfusionMatrix {
  /// The classes in an order that puts those next to each other that are taken for one another.
  ///
  /// Average linkage (Sokal and Michener 1958) on the mean of the two shares `c[i,j] / n[i]` and `c[j,i] / n[j]`; where two
  /// clusters are joined, each is turned so that the classes that meet are the most alike. Equal choices go to the lower
  /// class. O(n³) in the worst case: 195 classes take milliseconds.
  ///
  /// - Returns: a permutation of the classes.
  public func clusteredOrder() -> [Int] {
    let likeness = mutualShares()
    var clusters = (0..<classCount).map { [$0] }
    // likenesses of clusters, in the order of `clusters`; joined ones are averaged by size.
    var table = likeness
    while clusters.count > 1 {
      let (first, second) = Self.mostAlike(table)
      let (left, right) = (clusters[first], clusters[second])
      clusters[first] = Self.joined(left, right, likeness)
      for other in clusters.indices where other != first && other != second {
        let sum = table[first][other] * Double(left.count) + table[second][other] * Double(right.count)
        let mean = sum / Double(left.count + right.count)
        table[first][other] = mean
        table[other][first] = mean
      }
      clusters.remove(at: second)
      table.remove(at: second)
      for row in table.indices { table[row].remove(at: second) }
    }
    return clusters[0]
  }

  private func mutualShares() -> [[Double]] {
    let supports = supports.map { Double(Swift.max(1, $0)) }
    return (0..<classCount).map { row in
      (0..<classCount).map { column in
        (Double(self[row, column]) / supports[row] + Double(self[column, row]) / supports[column]) / 2
      }
    }
  }

  private static func mostAlike(_ table: [[Double]]) -> (Int, Int) {
    var best = (0, 1)
    for row in table.indices {
      for column in (row + 1)..<Swift.max(row + 1, table.count)
      where table[row][column] > table[best.0][best.1] { best = (row, column) }
    }
    return best
  }

  /// Two clusters end to end, each as it is or reversed.
  private static func joined(_ left: [Int], _ right: [Int], _ likeness: [[Double]]) -> [Int] {
    var best: (order: [Int], likeness: Double)?
    for first in [left, Array(left.reversed())] {
      for second in [right, Array(right.reversed())] {
        guard let end = first.last, let start = second.first else { continue }
        if likeness[end][start] > best?.likeness ?? -1 { best = (first + second, likeness[end][start]) }
      }
    }
    return best?.order ?? left + right
  }
}
