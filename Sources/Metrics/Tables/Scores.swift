/// A table of scores: one row an example, clip or recording, one column a class; larger means more likely.
///
/// Every score is finite. Ranking metrics read any such table (logits, probabilities, sums); the metrics of
/// probabilities ask for `isProbability`.
public struct Scores: Sendable, Hashable {
  /// Rows: examples, clips or recordings.
  public let rowCount: Int
  /// Columns: classes.
  public let classCount: Int
  /// The scores, row-major `[rows, classes]`.
  public let values: [Double]
  /// The classes' names in column order, where known.
  public let classNames: [String]?
  /// Whether every score lies in 0…1.
  public let isProbability: Bool

  /// A table from its values, row-major `[rows, classes]`; the number of rows follows from the length.
  ///
  /// - Throws: `MetricsError`: `empty` without a class, `shapeMismatch` where the values don't fill whole rows or
  ///   the names are not one a class, `notFinite` with the first offending row and class.
  public init(_ values: [Double], classCount: Int, classNames: [String]? = nil) throws(MetricsError) {
    guard classCount > 0 else {
      throw MetricsError(.empty, found: "a table of \(classCount) classes", expected: "at least one class")
    }
    guard values.count.isMultiple(of: classCount) else {
      throw MetricsError(
        .shapeMismatch, found: "\(values.count) scores for \(classCount) classes",
        expected: "a multiple of \(classCount), one score a class in every row")
    }
    if let classNames, classNames.count != classCount {
      throw MetricsError(
        .shapeMismatch, found: "\(classNames.count) class names", expected: "\(classCount), one a class")
    }
    var isProbability = true
    for (index, value) in values.enumerated() where !(value >= 0 && value <= 1) {
      guard value.isFinite else {
        throw MetricsError(
          .notFinite, found: "score \(value) in row \(index / classCount), class \(index % classCount)",
          expected: "a finite number", remedy: "Check whether the training diverged or the table is damaged.")
      }
      isProbability = false
    }
    self.init(checked: values, classCount: classCount, classNames: classNames, isProbability: isProbability)
  }

  /// A table from single-precision values, widened; otherwise as `init(_:classCount:classNames:)`.
  public init(_ values: [Float], classCount: Int, classNames: [String]? = nil) throws(MetricsError) {
    try self.init(values.map(Double.init), classCount: classCount, classNames: classNames)
  }

  /// A table from an array a row; otherwise as `init(_:classCount:classNames:)`.
  ///
  /// - Throws: also `shapeMismatch` where rows differ in length, `empty` where there is no row to take it from.
  public init(rows: [[Double]], classNames: [String]? = nil) throws(MetricsError) {
    guard let first = rows.first else {
      throw MetricsError(.empty, found: "a table without rows", expected: "at least one row")
    }
    for (index, row) in rows.enumerated() where row.count != first.count {
      throw MetricsError(
        .shapeMismatch, found: "\(row.count) scores in row \(index)", expected: "\(first.count) as in row 0")
    }
    try self.init(rows.flatMap { $0 }, classCount: first.count, classNames: classNames)
  }

  /// A table whose invariants the caller has established.
  init(checked values: [Double], classCount: Int, classNames: [String]?, isProbability: Bool) {
    self.values = values
    self.rowCount = values.count / classCount
    self.classCount = classCount
    self.classNames = classNames
    self.isProbability = isProbability
  }

  /// One score.
  public subscript(row: Int, classIndex: Int) -> Double {
    precondition(classIndex >= 0 && classIndex < classCount, "class \(classIndex) of \(classCount)")
    return values[row * classCount + classIndex]
  }

  /// The scores of one row, in class order.
  public func row(_ row: Int) -> ArraySlice<Double> {
    values[(row * classCount)..<((row + 1) * classCount)]
  }

  /// The scores of the listed rows, in that order; a row may be listed more than once.
  public func selecting(rows: [Int]) -> Scores {
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * classCount)
    for row in rows { selected.append(contentsOf: self.row(row)) }
    return Scores(
      checked: selected, classCount: classCount, classNames: classNames,
      isProbability: isProbability || selected.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}
