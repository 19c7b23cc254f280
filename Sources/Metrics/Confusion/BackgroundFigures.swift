/// How well rows of a background class, such as noise without a bird, are told from the others, and the others from each
/// other.
public struct BackgroundFigures: Sendable, Hashable {
  /// The share of the background's rows that are taken for background; nil without any.
  public let recall: Double?
  /// The share of the rows taken for background that are background; nil without any.
  public let precision: Double?
  /// The share of the other rows that are right; nil without any.
  public let accuracy: Double?
  /// The mean over the other classes of their recall; nil without rows.
  public let balancedAccuracy: Double?
  /// The mean over the other classes of their F1, in which background taken for a class counts against it.
  public let macroF1: Double?

  /// The figures of a confusion matrix.
  ///
  /// - Parameter background: the class, an index below the matrix's `classCount`.
  public init(_ confusion: ConfusionMatrix, background: Int) {
    precondition(
      (0..<confusion.classCount).contains(background),
      "background \(background) of \(confusion.classCount) classes")
    let classes = confusion.classes
    recall = classes[background].recall
    precision = classes[background].precision
    let others = classes.enumerated().filter { $0.offset != background }.map(\.element)
    let support = others.reduce(0) { $0 + $1.support }
    accuracy =
      support > 0 ? Double(others.reduce(0) { $0 + $1.truePositives }) / Double(support) : nil
    let macro = AveragedFigures(.macro, of: others)
    balancedAccuracy = macro?.recall
    macroF1 = macro?.f1
  }

  /// The figures with the names that they are recorded by.
  public var named: [(name: String, value: Double?)] {
    Array(zip(Self.names, [recall, precision, accuracy, balancedAccuracy, macroF1])).map { ($0, $1) }
  }

  /// The names of the figures.
  public static let names = [
    "background_recall", "background_precision", "foreground_accuracy", "foreground_balanced_accuracy",
    "foreground_macro_f1",
  ]
}
