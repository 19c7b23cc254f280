/// Shapes on paper, later ones over earlier ones; it becomes an SVG text or a PNG picture.
public struct Drawing: Sendable, Hashable {
  /// In points.
  public var width: Double
  /// In points.
  public var height: Double
  /// What it shows, in a sentence for those who can't see it.
  public var summary: String
  /// What is drawn.
  public var shapes: [Shape]

  /// An empty drawing.
  public init(width: Double, height: Double, summary: String, shapes: [Shape] = []) {
    self.width = width
    self.height = height
    self.summary = summary
    self.shapes = shapes
  }

  /// Adds a line of text.
  mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: TextStyle) {
    shapes.append(.text(text, at: Point(x, y), style))
  }
}
