/// How often each true class was taken for each class: counts `[true, predicted]`.
public struct ConfusionMatrix: Sendable, Hashable {
  /// Classes.
  public let classCount: Int
  /// The counts, row-major: row = true class, column = predicted class.
  public private(set) var counts: [Int]

  /// A matrix of zeros.
  public init(classCount: Int) {
    precondition(classCount > 0, "a confusion matrix of \(classCount) classes")
    self.classCount = classCount
    self.counts = [Int](repeating: 0, count: classCount * classCount)
  }

  /// A matrix from its counts, row-major `[true, predicted]`.
  ///
  /// - Throws: `MetricsError`: `empty` without a class, `shapeMismatch` where the counts are not a square of that
  ///   size, `invalidParameter` where one is negative.
  public init(counts: [Int], classCount: Int) throws(MetricsError) {
    guard classCount > 0 else {
      throw MetricsError(.empty, found: "a matrix of \(classCount) classes", expected: "at least one class")
    }
    let (square, overflow) = classCount.multipliedReportingOverflow(by: classCount)
    guard !overflow && counts.count == square else {
      throw MetricsError(
        .shapeMismatch, found: "\(counts.count) counts for \(classCount) classes",
        expected: "\(classCount) × \(classCount)")
    }
    if let negative = counts.first(where: { $0 < 0 }) {
      throw MetricsError(.invalidParameter, found: "the count \(negative)", expected: "counts of 0 or more")
    }
    self.classCount = classCount
    self.counts = counts
  }

  /// The matrix of true and predicted classes, one of each a row of a table.
  ///
  /// - Throws: `MetricsError`: `shapeMismatch` or `labelOutOfRange`.
  public init(labels: [Int], predictions: [Int], classCount: Int) throws(MetricsError) {
    guard labels.count == predictions.count else {
      throw MetricsError(
        .shapeMismatch, found: "\(predictions.count) predictions", expected: "\(labels.count), one a label")
    }
    self.init(classCount: classCount)
    for (row, label) in labels.enumerated() {
      for index in [label, predictions[row]] where index < 0 || index >= classCount {
        throw MetricsError.labelOutOfRange(index, row: row, classCount: classCount)
      }
      counts[label * classCount + predictions[row]] += 1
    }
  }

  /// How often a true class was taken for another (or itself).
  public subscript(label: Int, prediction: Int) -> Int {
    precondition(
      label >= 0 && label < classCount && prediction >= 0 && prediction < classCount,
      "entry [\(label), \(prediction)] of a matrix of \(classCount) classes")
    return counts[label * classCount + prediction]
  }

  /// Counts one more row, or several alike.
  public mutating func record(label: Int, prediction: Int, times: Int = 1) {
    precondition(times >= 0, "\(times) rows")
    precondition(
      label >= 0 && label < classCount && prediction >= 0 && prediction < classCount,
      "entry [\(label), \(prediction)] of a matrix of \(classCount) classes")
    counts[label * classCount + prediction] += times
  }

  /// Adds the counts of another matrix of the same classes: other rows, or another fold.
  public mutating func merge(_ other: ConfusionMatrix) {
    precondition(classCount == other.classCount, "\(other.classCount) classes merged into \(classCount)")
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// All rows counted.
  public var total: Int { counts.reduce(0, +) }

  /// Rows of every true class: the sums along the matrix's rows.
  public var supports: [Int] {
    (0..<classCount).map { label in
      counts[(label * classCount)..<((label + 1) * classCount)].reduce(0, +)
    }
  }

  /// Rows of every predicted class: the sums along the matrix's columns.
  public var predictedCounts: [Int] {
    var sums = [Int](repeating: 0, count: classCount)
    for label in 0..<classCount {
      for prediction in 0..<classCount { sums[prediction] += counts[label * classCount + prediction] }
    }
    return sums
  }

  /// Rows taken for what they are: the sum of the diagonal.
  public var correct: Int {
    (0..<classCount).reduce(0) { $0 + counts[$1 * classCount + $1] }
  }
}

extension ConfusionMatrix: Codable {
  private enum CodingKeys: String, CodingKey {
    case classCount
    case counts
  }

  /// Reads a matrix, refusing counts that are not a square of its size.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      counts: try container.decode([Int].self, forKey: .counts),
      classCount: try container.decode(Int.self, forKey: .classCount))
  }
}
