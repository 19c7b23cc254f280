/// A part of a recording with what is heard in it.
struct LabelledSpan: Sendable, Hashable {
  /// In seconds.
  var start: Double
  /// In seconds; no smaller than ``start``.
  var end: Double
  /// As it was written.
  var label: String
}
