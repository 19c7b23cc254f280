/// One value of a run's config and where it came from.
public struct ConfigValue: Sendable, Hashable, Codable {
  /// The dotted key, such as `train.learning_rate`.
  public var key: String
  /// The value as text.
  public var value: String
  /// `default`, `file:line:column`, or the override that set it.
  public var source: String

  /// A value with its key and source.
  public init(key: String, value: String, source: String) {
    self.key = key
    self.value = value
    self.source = source
  }
}
