/// A value of a Python pickle.
indirect enum PickleValue: Sendable, Hashable {
  /// A whole number, or a truth value as 0 or 1.
  case integer(Int)
  /// A number in double precision.
  case real(Double)
  /// A text.
  case text(String)
  /// A list.
  case list([PickleValue])
  /// A tuple.
  case tuple([PickleValue])
  /// A dictionary, in the order in which its keys were set.
  case dictionary([PicklePair])
}
