/// Puts batches together: examples with their targets and weights.
struct BatchComposer: Sendable {
  /// The examples.
  let set: ExampleSet
  /// The number of classes.
  let classCount: Int
  /// What the examples of each class count; nil where all count the same.
  let classWeights: [Float]?

  /// Targets and weights of examples, without input.
  func labels(of examples: ArraySlice<Int>) -> TrainingBatch {
    var batch = TrainingBatch(
      count: examples.count, input: [],
      targets: [Float](repeating: 0, count: examples.count * classCount), weights: [])
    for (row, example) in examples.enumerated() {
      let label = set.label(of: example)
      batch.targets[row * classCount + label] = 1
      if let classWeights { batch.weights.append(classWeights[label]) }
    }
    return batch
  }
}
