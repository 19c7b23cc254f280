/// What a training step takes.
struct TrainingBatch: Sendable, Hashable {
  /// Examples.
  var count: Int
  /// `[count, …]`: log-mel, or what frozen layers make of it.
  var input: [Float]
  /// `[count, classes]`.
  var targets: [Float]
  /// What each example counts; empty where all count the same.
  var weights: [Float]
}
