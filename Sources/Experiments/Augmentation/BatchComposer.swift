/// Puts batches together: examples with their targets and weights.
struct BatchComposer: Sendable {
  /// The examples.
  let set: ExampleSet
  /// The number of classes.
  let classCount: Int
  /// What the examples of each class count, those of several classes the mean of theirs; nil where all count the same.
  let classWeights: [Float]?

  /// Targets and weights of examples, without input.
  func labels(of examples: ArraySlice<Int>) -> TrainingBatch {
    var batch = TrainingBatch(
      count: examples.count, input: [],
      targets: [Float](repeating: 0, count: examples.count * classCount), weights: [])
    for (row, example) in examples.enumerated() {
      let labels = set.labels(of: example)
      for label in labels { batch.targets[row * classCount + label] = 1 }
      guard let classWeights else { continue }
      batch.weights.append(labels.reduce(0) { $0 + classWeights[$1] } / Float(labels.count))
    }
    return batch
  }
}
