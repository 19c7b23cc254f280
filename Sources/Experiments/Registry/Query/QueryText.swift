/// The text of a condition or sort key, to point at places in it.
struct QueryText {
  /// The option that it came from, such as `--where`.
  let option: String
  /// The text.
  let text: String

  /// An error at a place: what was found, what was expected, and the text with a caret under the place.
  func error(
    at range: Range<Int>, _ found: String, expected: String = "", remedy: String = ""
  ) -> ExperimentError {
    let shown = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let marks = "^" + String(repeating: "~", count: max(0, range.count - 1))
    let excerpt = "\n  \(shown)\n  " + String(repeating: " ", count: range.lowerBound) + marks
    var error = ExperimentError(
      .invalidConfig, found: found, expected: expected, place: "\(option), column \(range.lowerBound + 1)",
      remedy: remedy)
    if !remedy.isEmpty {
      error.remedy += excerpt
    } else if !expected.isEmpty {
      error.expected += excerpt
    } else {
      error.found += excerpt
    }
    return error
  }
}
