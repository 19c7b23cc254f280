/// What something is drawn with: a colour, or a part that a page may give its own colour, light or dark.
public enum Ink: Sendable, Hashable {
  /// Titles, labels, figures.
  case text
  /// Ticks and remarks.
  case faintText
  /// Grid lines.
  case grid
  /// What lies behind everything.
  case paper
  /// The same everywhere.
  case colour(Colour)

  /// The colour on white paper.
  public var onPaper: Colour {
    switch self {
    case .text: Colour(0x202124)
    case .faintText: Colour(0x5f6368)
    case .grid: Colour(0xd9dce1)
    case .paper: Colour(0xffffff)
    case .colour(let colour): colour
    }
  }

  /// The name of the CSS custom property that stands for it on a page; nil for a fixed colour.
  public var property: String? {
    switch self {
    case .text: "--chart-text"
    case .faintText: "--chart-faint"
    case .grid: "--chart-grid"
    case .paper: "--chart-paper"
    case .colour: nil
    }
  }
}
