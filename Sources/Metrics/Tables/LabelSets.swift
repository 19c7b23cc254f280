/// The true classes of every row: one a row for single-label tables, any number for multi-label ones.
///
/// Kept as one array of class indices with the offsets of the rows (compressed sparse rows).
public struct LabelSets: Sendable, Hashable {
  /// Columns of the tables these labels belong to.
  public let classCount: Int
  /// The true classes of all rows, one row after the other, ascending within a row.
  let classes: [Int]
  /// `classes[offsets[row]..<offsets[row + 1]]` are a row's.
  let offsets: [Int]

  /// One true class a row.
  ///
  /// - Throws: `MetricsError.labelOutOfRange` with the first offending row.
  public init(labels: [Int], classCount: Int) throws(MetricsError) {
    for (row, label) in labels.enumerated() where label < 0 || label >= classCount {
      throw MetricsError.labelOutOfRange(label, row: row, classCount: classCount)
    }
    self.classCount = classCount
    self.classes = labels
    self.offsets = Array(0...labels.count)
  }

  /// Any number of true classes a row; a class listed twice counts once.
  ///
  /// - Throws: `MetricsError.labelOutOfRange` with the first offending row.
  public init(_ sets: [[Int]], classCount: Int) throws(MetricsError) {
    var classes: [Int] = []
    var offsets = [0]
    for (row, set) in sets.enumerated() {
      for label in Set(set).sorted() {
        guard label >= 0 && label < classCount else {
          throw MetricsError.labelOutOfRange(label, row: row, classCount: classCount)
        }
        classes.append(label)
      }
      offsets.append(classes.count)
    }
    self.classCount = classCount
    self.classes = classes
    self.offsets = offsets
  }

  /// Rows.
  public var rowCount: Int { offsets.count - 1 }

  /// The true classes of one row, ascending.
  public subscript(row: Int) -> ArraySlice<Int> { classes[offsets[row]..<offsets[row + 1]] }

  /// The rows of every class, ascending: `[classes][rows with it]`.
  func rowsByClass() -> [[Int]] {
    var rows = [[Int]](repeating: [], count: classCount)
    for row in 0..<rowCount {
      for index in self[row] { rows[index].append(row) }
    }
    return rows
  }

  /// Refuses labels that do not belong to a table: other classes, other rows, or nothing at all.
  func requireMatch(_ scores: Scores) throws(MetricsError) {
    guard scores.rowCount > 0 else {
      throw MetricsError(.empty, found: "a table without rows", expected: "at least one row")
    }
    guard rowCount == scores.rowCount else {
      throw MetricsError(
        .shapeMismatch, found: "\(rowCount) labels", expected: "\(scores.rowCount), one a row of scores")
    }
    guard classCount == scores.classCount else {
      throw MetricsError(
        .shapeMismatch, found: "labels of \(classCount) classes",
        expected: "\(scores.classCount), as the scores have")
    }
  }
}

extension MetricsError {
  /// A class index that a table of `classCount` classes does not have.
  static func labelOutOfRange(_ label: Int, row: Int, classCount: Int) -> MetricsError {
    MetricsError(
      .labelOutOfRange, found: "label \(label) in row \(row)",
      expected: "a class index in 0..<\(classCount)",
      remedy: "Check that labels and scores come from the same list of classes.")
  }
}
