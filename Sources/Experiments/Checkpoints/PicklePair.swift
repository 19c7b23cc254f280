/// A key of a Python dictionary with its value.
struct PicklePair: Sendable, Hashable {
  /// The key.
  var key: PickleValue
  /// The value.
  var value: PickleValue
}
