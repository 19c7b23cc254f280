/// `train.class_weights`: what the examples of a class count in the loss.
public enum ClassWeights: Sendable, Hashable, Codable {
  /// A weight by the class's number of training examples.
  public enum Balance: String, Sendable, Hashable, Codable, CaseIterable {
    /// All the same.
    case none
    /// One over the number of examples.
    case inverse
    /// One over the effective number of examples (Cui et al. 2019).
    case effective
  }

  /// A class with its weight.
  public struct Weight: Sendable, Hashable, Codable {
    /// The class's name.
    public var name: String
    /// Its weight.
    public var weight: Float

    /// A class with its weight.
    public init(_ name: String, _ weight: Float) {
      self.name = name
      self.weight = weight
    }
  }

  /// Weights that follow from the number of examples.
  case balance(Balance)
  /// Weights of single classes; the others count 1.
  case given([Weight])
}
