/// How a line is drawn.
public struct Stroke: Sendable, Hashable {
  /// With what.
  public var ink: Ink
  /// In points.
  public var width: Double
  /// Whether it is broken into dashes.
  public var isDashed: Bool

  /// A line's look.
  public init(_ ink: Ink, width: Double = 1, isDashed: Bool = false) {
    self.ink = ink
    self.width = width
    self.isDashed = isDashed
  }
}
