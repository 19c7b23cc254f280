extension Scores {
  /// The ranking of every class, in class order.
  ///
  /// Cost: rows × classes × log(positives of a class); 195 classes × 100,000 rows take a fraction of a second.
  ///
  /// - Parameter labels: the true classes of every row.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public func rankings(labels: LabelSets) throws(MetricsError) -> [ClassRanking] {
    try labels.requireMatch(self)
    let positives = labels.rowsByClass()
    var rankings: [ClassRanking] = []
    rankings.reserveCapacity(classCount)
    // Classes are copied out a cache line at a time: reading one column of the table at a time would fetch
    // every line eight times over.
    let blockSize = 8
    var columns = [Double](repeating: 0, count: min(blockSize, classCount) * rowCount)
    for blockStart in stride(from: 0, to: classCount, by: blockSize) {
      let width = min(blockSize, classCount - blockStart)
      copyColumns(blockStart..<(blockStart + width), into: &columns)
      for column in 0..<width {
        let span = columns.span.extracting((column * rowCount)..<((column + 1) * rowCount))
        rankings.append(
          ClassRanking(
            classIndex: blockStart + column, column: span, positives: positives[blockStart + column]))
      }
    }
    return rankings
  }

  /// Writes some columns of the table one after the other.
  private func copyColumns(_ classes: Range<Int>, into columns: inout [Double]) {
    let source = values.span
    var target = columns.mutableSpan
    for row in 0..<rowCount {
      let start = row * classCount + classes.lowerBound
      for column in 0..<classes.count {
        target[column * rowCount + row] = source[start + column]
      }
    }
  }
}

extension ClassRanking {
  /// Ranks one column.
  ///
  /// - Parameters:
  ///   - classIndex: the class.
  ///   - column: its score in every row.
  ///   - positives: the rows that are of the class.
  init(classIndex: Int, column: Span<Double>, positives: [Int]) {
    self.classIndex = classIndex
    self.positiveCount = positives.count
    self.negativeCount = column.count - positives.count

    // The distinct scores of positives, ascending, and how many positives have each.
    var levels: [Double] = []
    var positivesAt: [Int] = []
    for score in positives.map({ column[$0] }).sorted() {
      if score == levels.last {
        positivesAt[positivesAt.count - 1] += 1
      } else {
        levels.append(score)
        positivesAt.append(1)
      }
    }
    let rows = Self.countRows(of: column, atLevels: levels)

    var points: [OperatingPoint] = []
    points.reserveCapacity(levels.count)
    var truePositives = 0
    var atOrAbove = 0
    for level in levels.indices.reversed() {
      truePositives += positivesAt[level]
      atOrAbove += rows.from[level]
      points.append(
        OperatingPoint(
          threshold: levels[level], truePositives: truePositives,
          falsePositives: atOrAbove - truePositives, tiedNegatives: rows.at[level] - positivesAt[level]))
    }
    self.points = points
  }

  /// Counts the rows between the levels.
  ///
  /// - Parameters:
  ///   - column: the scores of all rows.
  ///   - levels: distinct scores, ascending.
  /// - Returns: for every level, how many rows lie from it up to the next (`from`) and exactly on it (`at`).
  private static func countRows(of column: Span<Double>, atLevels levels: [Double]) -> (
    from: [Int], at: [Int]
  ) {
    var from = [Int](repeating: 0, count: levels.count)
    var at = from
    guard let lowest = levels.first else { return (from, at) }
    let sorted = levels.span
    var fromSpan = from.mutableSpan
    var atSpan = at.mutableSpan
    for row in column.indices {
      let score = column[row]
      guard score >= lowest else { continue }
      var level = 0
      var length = sorted.count
      while length > 1 {
        let half = length / 2
        level = sorted[level + half] <= score ? level + half : level
        length -= half
      }
      fromSpan[level] += 1
      if sorted[level] == score { atSpan[level] += 1 }
    }
    return (from, at)
  }
}
