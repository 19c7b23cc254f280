/// The first place in which two runs are not the same to the bit.
public struct RunDifference: Sendable, Hashable, Codable {
  /// The epoch; nil for the evaluation behind the last one.
  public var epoch: Int?
  /// The figure, tensor or file: `validation.loss`, `vggish/conv1/weights[17]`, `test.accuracy`.
  public var quantity: String
  /// What the first run has.
  public var first: String
  /// What the second run has.
  public var second: String
}

extension RunDifference: CustomStringConvertible {
  /// `epoch 3: validation.loss is 0.5 instead of 0.25`, the second run's value first.
  public var description: String {
    (epoch.map { "epoch \($0): " } ?? "evaluation: ") + "\(quantity) is \(second) instead of \(first)"
  }
}
