/// Where an SVG takes its colours from.
public enum SVGTheme: Sendable, Hashable {
  /// Dark on white, fixed: a file of its own, for any viewer.
  case paper
  /// From the CSS custom properties that ``Ink/property`` names: part of a page that has light and dark looks.
  case page
}
