/// Which of a run's snapshots stay on disk.
public struct RetentionPolicy: Sendable, Hashable, Codable {
  /// Whether small or large figures are good.
  public enum Goal: String, Sendable, Hashable, Codable {
    /// A loss.
    case smallest
    /// An accuracy.
    case largest
  }

  /// How many of the best epochs keep their values.
  public var keepBest: Int
  /// How many of the last epochs keep values and state; at least 1.
  public var keepLast: Int
  /// Keeps the values of every so-manieth epoch; nil for none.
  public var keepEvery: Int?
  /// The figure that ranks epochs; of equal ones the earlier is better, and one without a number never is.
  public var metric: MetricKey
  /// Whether it shall be small or large.
  public var goal: Goal

  /// A policy; the defaults keep the best by validation loss and the last.
  public init(
    keepBest: Int = 1, keepLast: Int = 1, keepEvery: Int? = nil,
    metric: MetricKey = MetricKey(.validation, "loss"), goal: Goal = .smallest
  ) {
    precondition(
      keepBest >= 0 && keepLast >= 1 && keepEvery ?? 1 >= 1,
      "keep best \(keepBest), last \(keepLast), every \(keepEvery ?? 1)")
    self.keepBest = keepBest
    self.keepLast = keepLast
    self.keepEvery = keepEvery
    self.metric = metric
    self.goal = goal
  }

  /// The epochs from best to worst by their figures.
  public func ranking(of figures: [Int: Double]) -> [Int] {
    figures.filter { !$0.value.isNaN }.sorted { left, right in
      if left.value == right.value { return left.key < right.key }
      return goal == .smallest ? left.value < right.value : left.value > right.value
    }.map(\.key)
  }

  /// What becomes of each snapshot, in order of time.
  ///
  /// A snapshot within an epoch stays as long as none is newer.
  ///
  /// - Parameters:
  ///   - snapshots: those on disk.
  ///   - figures: the metric by epoch.
  public func decide(_ snapshots: [Snapshot], figures: [Int: Double]) -> [RetentionDecision] {
    let ordered = snapshots.sorted { $0.position < $1.position }
    let epochs = ordered.filter { $0.position.batch == nil }.map(\.position.epoch)
    let present = Set(epochs)
    let best = ranking(of: figures.filter { present.contains($0.key) }).prefix(keepBest)
    let last = Set(epochs.suffix(keepLast))
    return ordered.map { snapshot in
      var reasons: [RetentionDecision.Reason] = []
      let epoch = snapshot.position.epoch
      if snapshot.position.batch != nil {
        if snapshot.position == ordered.last?.position { reasons = [.newest] }
      } else {
        if last.contains(epoch) { reasons.append(.last) }
        if let rank = best.firstIndex(of: epoch) { reasons.append(.best(rank: rank + 1)) }
        if let keepEvery, epoch % keepEvery == 0 { reasons.append(.every(keepEvery)) }
      }
      return RetentionDecision(snapshot: snapshot, reasons: reasons)
    }
  }
}
