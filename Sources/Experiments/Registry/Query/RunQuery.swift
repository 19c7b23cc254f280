/// Which runs a list shows, and in which order.
public struct RunQuery: Sendable, Hashable {
  /// Which of the runs by what became of them.
  public enum Scope: Sendable, Hashable {
    /// Those that are not deleted.
    case present
    /// The deleted ones.
    case deleted
  }

  /// A condition such as `test.accuracy > 90% AND NOT tag = draft`; nil for all runs.
  public var condition: String?
  /// The key to sort by, `-` in front for the largest first; nil for the newest first. Runs without a value come last.
  public var sortKey: String?
  /// Among which runs.
  public var scope: Scope
  /// At most so many; nil for all.
  public var limit: Int?
  /// Which figures the summaries hold; nil for all that were recorded.
  public var figures: Set<MetricKey>?

  /// A query; without arguments for all runs, newest first.
  public init(
    where condition: String? = nil, sortedBy sortKey: String? = nil, scope: Scope = .present,
    limit: Int? = nil, figures: Set<MetricKey>? = nil
  ) {
    self.condition = condition
    self.sortKey = sortKey
    self.scope = scope
    self.limit = limit
    self.figures = figures
  }
}
