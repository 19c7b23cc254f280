/// The runs that faults strike: networks of two filters that train in a moment and have every kind of state.
enum TestConfig: String, CaseIterable, Sendable, Codable {
  /// Saves its state behind every batch.
  case saving
  /// Saves its state at the end of each epoch only, so that a fault costs batches.
  case coarse

  /// Its name in the bench's folder.
  var fileName: String { rawValue + ".yaml" }

  /// The config.
  var yaml: String {
    """
    name: \(rawValue)
    seed: 5
    data:
      folder: demo
      split: {validation: 0.2, test: 0.2}
    model:
      width: 2
      hidden_units: 8
      frozen: [conv1, conv2]
      unfreeze: {3: conv2}
      learning_rates: {conv3: 1e-3}
    train:
      epochs: 4
      batch_size: \(self == .saving ? 5 : 3)
      learning_rate: 3e-3
      schedule: {kind: plateau, warmup_epochs: 0.5, patience: 0, factor: 0.5}
      early_stopping: {patience: 9}
      loss: softmax
      weight_decay: 0.01
      gradient_clip: 1
      class_weights: effective
    snapshots: {every_minutes: \(self == .saving ? "1e-9" : "0"), keep_best: 1, keep_last: 2}
    compute: {engine: openblas, threads: 1}

    """
  }
}
