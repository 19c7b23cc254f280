internal import Foundation

/// The rule that tells a clip's fold from its file name: a regular expression (ICU syntax) on the stem.
///
/// The group `fold`, or the first group where none is called so, is the fold's name, as in `^(\d)-` for ESC-10.
public struct FoldPattern: Sendable, Hashable {
  /// The pattern's text.
  public let text: String
  private let expression: NSRegularExpression
  private let isNamed: Bool

  /// Compiles a pattern; throws if it is no regular expression or has no group.
  public init(_ text: String) throws(ExperimentError) {
    self.text = text
    isNamed = text.contains("(?<fold>")
    do {
      expression = try NSRegularExpression(pattern: text, options: [.dotMatchesLineSeparators])
    } catch {
      throw Self.invalid("'\(text)' is not a regular expression")
    }
    guard expression.numberOfCaptureGroups >= 1 else {
      throw Self.invalid("the pattern '\(text)' has no group")
    }
  }

  private static func invalid(_ found: String) -> ExperimentError {
    ExperimentError(
      .invalidConfig, found: found,
      expected: "a regular expression with a group around the fold, such as ^(\\d)-",
      place: "data.split.folds.pattern")
  }

  /// The fold in a file name's stem, `nil` if the pattern does not match.
  public func fold(in stem: String) -> String? {
    let whole = NSRange(location: 0, length: stem.utf16.count)
    guard let match = expression.firstMatch(in: stem, range: whole) else { return nil }
    let place = isNamed ? match.range(withName: "fold") : match.range(at: 1)
    return Range(place, in: stem).map { String(stem[$0]) }
  }
}
