/// The runs that a query lists, and how many fulfil it.
public struct RunPage: Sendable, Hashable {
  /// Those that are listed, in the query's order.
  public var runs: [RunSummary]
  /// How many there are without the query's limit.
  public var total: Int
}
