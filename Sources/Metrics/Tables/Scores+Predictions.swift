extension Scores {
  /// The class with the largest score of every row; of equal scores the first class.
  public func predictions() -> [Int] {
    let span = values.span
    var predictions: [Int] = []
    predictions.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let start = row * classCount
      var best = 0
      var bestScore = span[start]
      for index in 1..<max(1, classCount) where span[start + index] > bestScore {
        best = index
        bestScore = span[start + index]
      }
      predictions.append(best)
    }
    return predictions
  }

  /// The best classes of one row, best first, each with its share of their common score.
  ///
  /// Equal scores keep the order of the classes. This is how a query is presented: the share is the score divided by
  /// the sum over the classes listed, and says nothing about how sure the network is; silence too has a best class.
  ///
  /// - Parameters:
  ///   - row: which row.
  ///   - count: how many; a table of fewer classes gives all of them.
  /// - Returns: classes with their scores; `share` is nil where a listed score is negative or all are 0.
  public func best(_ count: Int, inRow row: Int) -> [RankedClass] {
    precondition(count >= 0, "\(count) classes asked for")
    let scores = self.row(row)
    let order = scores.indices.sorted { left, right in
      scores[left] != scores[right] ? scores[left] > scores[right] : left < right
    }
    let listed = order.prefix(count)
    let total = listed.reduce(0) { $0 + scores[$1] }
    let isShareable = total > 0 && listed.allSatisfy { scores[$0] >= 0 }
    return listed.map { index in
      RankedClass(
        classIndex: index - scores.startIndex, score: scores[index],
        share: isShareable ? scores[index] / total : nil)
    }
  }
}
