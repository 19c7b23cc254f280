extension Scores {
  /// The ranking of every class, in class order.
  ///
  /// Cost: about rows × classes steps, and the sorting of each class's positives.
  ///
  /// - Parameter labels: the true classes of every row.
  /// - Throws: `MetricsError`: `empty` or `shapeMismatch`.
  public func rankings(labels: LabelSets) throws(MetricsError) -> [ClassRanking] {
    try labels.requireMatch(self)
    let positives = labels.rowsByClass().enumerated().map { classIndex, rows in
      rows.map { OrderKey.key(of: self[$0, classIndex]) }.sorted()
    }
    var counters = positives.map { LevelCounter(levels: Self.distinct($0)) }
    count(into: &counters)
    return counters.indices.map { classIndex in
      ClassRanking(
        classIndex: classIndex, positives: positives[classIndex], counter: counters[classIndex],
        rowCount: rowCount)
    }
  }

  /// Lets each class's counter see its column.
  ///
  /// Some rows at a time are turned around in cache: reading one column after the other would fetch every cache line
  /// eight times over.
  private func count(into counters: inout [LevelCounter]) {
    let tileRows = 512
    // A stride of a power of two would put all columns into the same cache sets.
    let stride = tileRows + 8
    var tile = [Int](repeating: 0, count: classCount * stride)
    for firstRow in Swift.stride(from: 0, to: rowCount, by: tileRows) {
      let rows = firstRow..<min(firstRow + tileRows, rowCount)
      copyKeys(of: rows, into: &tile, stride: stride)
      for classIndex in 0..<classCount {
        let start = classIndex * stride
        counters[classIndex].count(tile.span.extracting(start..<(start + rows.count)))
      }
    }
  }

  /// Writes the order keys of some rows, one column after the other, each `stride` from the next.
  private func copyKeys(of rows: Range<Int>, into tile: inout [Int], stride: Int) {
    let source = values.span
    var target = tile.mutableSpan
    for (position, row) in rows.enumerated() {
      let start = row * classCount
      for column in 0..<classCount {
        target[column * stride + position] = OrderKey.key(of: source[start + column])
      }
    }
  }

  /// The values of an ascending list, each once.
  private static func distinct(_ sorted: [Int]) -> [Int] {
    var distinct: [Int] = []
    for value in sorted where value != distinct.last { distinct.append(value) }
    return distinct
  }
}

extension ClassRanking {
  /// Ranks one column.
  ///
  /// - Parameters:
  ///   - classIndex: the class.
  ///   - positives: the order keys of its positives, ascending.
  ///   - counter: what lies between their levels in the whole column.
  ///   - rowCount: the column's length.
  fileprivate init(classIndex: Int, positives: [Int], counter: LevelCounter, rowCount: Int) {
    var points: [OperatingPoint] = []
    points.reserveCapacity(counter.levels.count)
    var truePositives = 0
    var atOrAbove = 0
    for level in counter.levels.indices.reversed() {
      let key = counter.levels[level]
      let before = truePositives
      while truePositives < positives.count && positives[positives.count - 1 - truePositives] == key {
        truePositives += 1
      }
      atOrAbove += counter.keys(from: level)
      points.append(
        OperatingPoint(
          threshold: OrderKey.value(of: key), truePositives: truePositives,
          falsePositives: atOrAbove - truePositives,
          tiedNegatives: counter.keys(at: level) - (truePositives - before)))
    }
    self.init(
      classIndex: classIndex, positiveCount: positives.count, negativeCount: rowCount - positives.count,
      points: points)
  }
}
