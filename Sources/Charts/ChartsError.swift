/// Why a chart could not be turned into a picture.
public struct ChartsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was found.
  public var found: String
  /// What to do next.
  public var remedy: String

  /// An error with its parts.
  public init(found: String, remedy: String) {
    self.found = found
    self.remedy = remedy
  }

  /// The parts in one line.
  public var description: String { "\(found). \(remedy)" }
}
