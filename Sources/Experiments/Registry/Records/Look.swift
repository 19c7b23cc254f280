public import Foundation

/// One evaluation of held-out clips: each makes their figures a little less innocent.
public struct Look: Sendable, Hashable, Codable {
  /// The run that was evaluated; it may be gone.
  public var run: RunID
  /// The number of the evaluation within the run.
  public var evaluation: Int
  /// When.
  public var date: Date

  /// A look from its parts.
  public init(run: RunID, evaluation: Int, date: Date) {
    self.run = run
    self.evaluation = evaluation
    self.date = date
  }
}
