internal import Foundation

/// The rule that tells which recording a clip was cut from: a regular expression on the stem of its file name.
///
/// The group `recording` is the recording's id. Syntax as in ICU; `.` also matches line breaks, which file names may
/// hold.
public struct RecordingPattern: Sendable, Hashable {
  /// The default: everything but a last `_` with digits, as in `Turdus_merula_XC1234_3.wav`.
  public static let standard = DataConfig.defaultRecordingPattern

  /// The pattern's text.
  public let text: String
  private let expression: NSRegularExpression

  /// Compiles a pattern; throws if it is no regular expression or lacks the group `recording`.
  public init(_ text: String) throws(ExperimentError) {
    self.text = text
    guard text.contains("(?<recording>") else {
      throw ExperimentError(
        .invalidConfig, found: "the pattern '\(text)' has no group named 'recording'",
        expected: "a regular expression with the group (?<recording>…) around the recording's id",
        place: "data.recording", remedy: "the default is \(RecordingPattern.standard)")
    }
    do {
      expression = try NSRegularExpression(pattern: text, options: [.dotMatchesLineSeparators])
    } catch {
      throw ExperimentError(
        .invalidConfig, found: "'\(text)' is not a regular expression",
        expected: "a regular expression with the group (?<recording>…) around the recording's id",
        place: "data.recording", remedy: "the default is \(RecordingPattern.standard)")
    }
  }

  /// The recording's id in a file name's stem; `nil` if the pattern does not match or matches nothing.
  public func recording(in stem: String) -> String? {
    let whole = NSRange(location: 0, length: stem.utf16.count)
    guard let match = expression.firstMatch(in: stem, range: whole),
      let range = Range(match.range(withName: "recording"), in: stem), !range.isEmpty
    else { return nil }
    return String(stem[range])
  }
}
