/// How a text is set.
public struct TextStyle: Sendable, Hashable {
  /// Which part of the text lies at its place.
  public enum Anchor: String, Sendable, Hashable {
    /// Its beginning.
    case start
    /// Its middle.
    case middle
    /// Its end.
    case end
  }

  /// The size of the type, in points.
  public var size: Double
  /// With what.
  public var ink: Ink
  /// Which part lies at the text's place; up and down, it is the baseline.
  public var anchor: Anchor
  /// Whether it stands out.
  public var isBold: Bool
  /// Whether it runs upwards instead of to the right.
  public var isUpright: Bool

  /// A text's look.
  public init(
    size: Double, ink: Ink = .text, anchor: Anchor = .start, isBold: Bool = false, isUpright: Bool = false
  ) {
    self.size = size
    self.ink = ink
    self.anchor = anchor
    self.isBold = isBold
    self.isUpright = isUpright
  }

  /// About how much room a text takes along its line, in points.
  ///
  /// From the advance widths of common sans-serif faces by kind of letter; the real face is the viewer's, so layouts
  /// leave a little more.
  public func width(of text: String) -> Double {
    text.reduce(0) { $0 + Self.advance($1) } * size * (isBold ? 1.08 : 1)
  }

  private static func advance(_ letter: Character) -> Double {
    switch letter {
    case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!", " ": 0.34
    case "f", "t", "r", "(", ")", "-", "/": 0.42
    case "m", "w", "M", "W", "%", "@", "—": 0.92
    default: letter.isUppercase ? 0.7 : letter.isWholeNumber ? 0.64 : letter.isASCII ? 0.61 : 1
    }
  }
}
