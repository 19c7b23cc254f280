/// An upright rectangle in a drawing, in points.
public struct Area: Sendable, Hashable {
  /// The left edge.
  public var left: Double
  /// The top edge.
  public var top: Double
  /// Not negative.
  public var width: Double
  /// Not negative.
  public var height: Double

  /// A rectangle.
  public init(left: Double, top: Double, width: Double, height: Double) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  /// The right edge.
  public var right: Double { left + width }
  /// The bottom edge.
  public var bottom: Double { top + height }
}
