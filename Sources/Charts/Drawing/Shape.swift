/// One thing drawn.
public enum Shape: Sendable, Hashable {
  /// A line through points; at least two.
  case path([Point], Stroke)
  /// A filled polygon.
  case polygon([Point], fill: Ink, opacity: Double)
  /// A filled rectangle.
  case rectangle(Area, fill: Ink, mark: Mark?)
  /// A filled circle.
  case dot(Point, radius: Double, fill: Ink, mark: Mark?)
  /// A line of text.
  case text(String, at: Point, TextStyle)

  /// A straight line.
  static func line(_ from: Point, _ to: Point, _ stroke: Stroke) -> Shape { .path([from, to], stroke) }

  /// A rectangle that tells nothing.
  static func rectangle(_ area: Area, fill: Ink) -> Shape { .rectangle(area, fill: fill, mark: nil) }
}
