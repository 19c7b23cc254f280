/// The training loss, on logits and targets of shape `[n, classes]`.
public enum Loss: String, Sendable, Hashable, Codable, CaseIterable {
  /// Sigmoid cross-entropy, mean over the batch **and** the classes; targets in [0, 1], any number of them positive.
  case sigmoid
  /// Softmax cross-entropy, mean over the batch; the targets of an example sum to 1.
  case softmax
}
