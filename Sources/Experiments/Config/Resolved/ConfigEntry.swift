/// One value of a config with its full key, as text: `train.epochs` and `60`.
public struct ConfigEntry: Sendable, Hashable, Codable {
  /// The dotted key.
  public var key: String
  /// The value as it would stand in the file, without quotes; a list in brackets.
  public var value: String

  /// A key and its value.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}
