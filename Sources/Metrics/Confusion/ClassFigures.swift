/// How one class fared: its counts, and precision, recall and F1 where they are defined.
public struct ClassFigures: Sendable, Hashable, Codable {
  /// The class, as index.
  public let classIndex: Int
  /// Rows that are of the class (TP + FN).
  public let support: Int
  /// Rows that were said to be of the class (TP + FP).
  public let predicted: Int
  /// Rows that are of the class and were said to be (TP).
  public let truePositives: Int

  /// A class's counts.
  public init(classIndex: Int, support: Int, predicted: Int, truePositives: Int) {
    precondition(
      truePositives >= 0 && truePositives <= min(support, predicted),
      "\(truePositives) hits of \(support) true and \(predicted) predicted rows")
    self.classIndex = classIndex
    self.support = support
    self.predicted = predicted
    self.truePositives = truePositives
  }

  /// `TP / (TP + FP)`; nil where the class was never predicted.
  public var precision: Double? {
    predicted > 0 ? Double(truePositives) / Double(predicted) : nil
  }

  /// `TP / (TP + FN)`; nil where no row is of the class.
  public var recall: Double? {
    support > 0 ? Double(truePositives) / Double(support) : nil
  }

  /// `2 TP / (2 TP + FP + FN)`; nil where the class is neither true nor predicted anywhere.
  public var f1: Double? {
    support + predicted > 0 ? 2 * Double(truePositives) / Double(support + predicted) : nil
  }

  private enum CodingKeys: String, CodingKey {
    case classIndex
    case support
    case predicted
    case truePositives
    case precision
    case recall
    case f1
  }

  /// Reads the counts; the figures follow from them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let support = try container.decode(Int.self, forKey: .support)
    let predicted = try container.decode(Int.self, forKey: .predicted)
    let truePositives = try container.decode(Int.self, forKey: .truePositives)
    guard truePositives >= 0 && truePositives <= min(support, predicted) else {
      throw DecodingError.dataCorruptedError(
        forKey: .truePositives, in: container,
        debugDescription: "\(truePositives) hits of \(support) true and \(predicted) predicted rows")
    }
    self.init(
      classIndex: try container.decode(Int.self, forKey: .classIndex), support: support,
      predicted: predicted, truePositives: truePositives)
  }

  /// Writes counts and figures, an undefined figure as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classIndex, forKey: .classIndex)
    try container.encode(support, forKey: .support)
    try container.encode(predicted, forKey: .predicted)
    try container.encode(truePositives, forKey: .truePositives)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(f1, forKey: .f1)
  }
}
