/// The mistakes found so far in one config, in no order.
struct ConfigProblems {
  /// After so many mistakes nobody reads on, and a hostile file could hold a million of them.
  private static let limit = 20

  private var errors: [(line: Int, column: Int, error: ExperimentError)] = []

  /// Whether further mistakes would be dropped.
  var isFull: Bool { errors.count >= ConfigProblems.limit }
  /// Whether there are none.
  var isEmpty: Bool { errors.isEmpty }

  /// Notes a mistake.
  mutating func report(_ source: ConfigSource, found: String, expected: String = "", remedy: String = "") {
    guard !isFull else { return }
    let error = ExperimentError(
      .invalidConfig, found: found, expected: expected, place: source.place, remedy: remedy)
    // Mistakes in overrides and of the file as a whole come behind those that have a line.
    if case .file(_, let line, let column) = source {
      errors.append((line, column, error))
    } else {
      errors.append((Int.max, 0, error))
    }
  }

  /// All of them as one error, by line and column; nil if there are none.
  var error: ExperimentError? {
    let sorted = errors.enumerated().sorted { before, after in
      let (a, b) = (before.element, after.element)
      return (a.line, a.column, before.offset) < (b.line, b.column, after.offset)
    }.map(\.element.error)
    guard var first = sorted.first else { return nil }
    first.others = Array(sorted.dropFirst())
    return first
  }
}
