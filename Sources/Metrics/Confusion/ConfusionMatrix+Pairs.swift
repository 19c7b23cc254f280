extension ConfusionMatrix {
  /// The confusions that happened, most frequent first; equal counts by share, then by class.
  ///
  /// - Parameter limit: at most so many; all where nil.
  public func mostConfused(limit: Int? = nil) -> [ConfusedPair] {
    let supports = supports
    var pairs: [ConfusedPair] = []
    for (index, count) in counts.enumerated() where count > 0 {
      let (label, prediction) = index.quotientAndRemainder(dividingBy: classCount)
      guard label != prediction else { continue }
      let share = Double(count) / Double(supports[label])
      pairs.append(ConfusedPair(label: label, prediction: prediction, count: count, share: share))
    }
    pairs.sort { left, right in
      if left.count != right.count { return left.count > right.count }
      if left.share != right.share { return left.share > right.share }
      return (left.label, left.prediction) < (right.label, right.prediction)
    }
    return Array(pairs.prefix(limit ?? pairs.count))
  }

  /// The confusions whose counts differ in another matrix of the same rows, largest change first.
  public func changes(to other: ConfusionMatrix) -> [ConfusionChange] {
    precondition(classCount == other.classCount, "\(other.classCount) classes compared with \(classCount)")
    var changes: [ConfusionChange] = []
    for index in counts.indices where counts[index] != other.counts[index] {
      let (label, prediction) = index.quotientAndRemainder(dividingBy: classCount)
      guard label != prediction else { continue }
      changes.append(
        ConfusionChange(
          label: label, prediction: prediction, before: counts[index], after: other.counts[index]))
    }
    return changes.sorted { left, right in
      let leftSize = abs(left.after - left.before)
      let rightSize = abs(right.after - right.before)
      if leftSize != rightSize { return leftSize > rightSize }
      return (left.label, left.prediction) < (right.label, right.prediction)
    }
  }
}
