/// Which rows of a table belong together: the examples of a clip, or the clips of a recording.
///
/// Groups are numbered in the order of their first row.
public struct Groups: Sendable, Hashable {
  /// Groups.
  public let count: Int
  /// The group of every row.
  public let groupOfRow: [Int]
  /// The first row of every group.
  public let firstRows: [Int]
  /// The rows of all groups, one group after the other, ascending within a group.
  let rows: [Int]
  /// `rows[offsets[group]..<offsets[group + 1]]` are a group's.
  let offsets: [Int]

  /// Groups from one identifier a row: a file name, a recording id, a number.
  public init<Identifier: Hashable>(_ identifiers: some Sequence<Identifier>) {
    var numbers: [Identifier: Int] = [:]
    var groupOfRow: [Int] = []
    var firstRows: [Int] = []
    for identifier in identifiers {
      let next = numbers.count
      let number = numbers[identifier, default: next]
      if number == next {
        numbers[identifier] = next
        firstRows.append(groupOfRow.count)
      }
      groupOfRow.append(number)
    }
    var offsets = [Int](repeating: 0, count: numbers.count + 1)
    for group in groupOfRow { offsets[group + 1] += 1 }
    for group in 0..<numbers.count { offsets[group + 1] += offsets[group] }
    var next = offsets
    var rows = [Int](repeating: 0, count: groupOfRow.count)
    for (row, group) in groupOfRow.enumerated() {
      rows[next[group]] = row
      next[group] += 1
    }
    self.count = numbers.count
    self.groupOfRow = groupOfRow
    self.firstRows = firstRows
    self.rows = rows
    self.offsets = offsets
  }

  /// The rows of one group, ascending.
  public func rows(of group: Int) -> ArraySlice<Int> { rows[offsets[group]..<offsets[group + 1]] }

  /// The label of every group, which its rows must agree on.
  ///
  /// - Parameter labels: one class index a row.
  /// - Throws: `MetricsError`: `shapeMismatch`, or `mixedLabels` with the first group that has two.
  public func labels(of labels: [Int]) throws(MetricsError) -> [Int] {
    try requireRows(labels.count, of: "labels")
    for (row, group) in groupOfRow.enumerated() where labels[row] != labels[firstRows[group]] {
      throw MetricsError(
        .mixedLabels,
        found:
          "label \(labels[row]) in row \(row) and \(labels[firstRows[group]]) in row \(firstRows[group])",
        expected: "one label for all rows of group \(group)",
        remedy: "Check the pattern that tells which rows belong to one clip or recording.")
    }
    return firstRows.map { labels[$0] }
  }

  /// The rows of a resample that draws every group as often as listed, group by group.
  ///
  /// - Parameter multiplicities: one count a group, as `Bootstrap` hands out.
  public func rows(repeating multiplicities: [Int]) -> [Int] {
    precondition(multiplicities.count == count, "\(multiplicities.count) multiplicities for \(count) groups")
    var selected: [Int] = []
    for (group, times) in multiplicities.enumerated() {
      for _ in 0..<times { selected.append(contentsOf: rows(of: group)) }
    }
    return selected
  }

  /// Refuses a table or list with another number of rows.
  func requireRows(_ rowCount: Int, of what: String) throws(MetricsError) {
    guard rowCount == groupOfRow.count else {
      throw MetricsError(
        .shapeMismatch, found: "\(rowCount) \(what)",
        expected: "\(groupOfRow.count), one for every grouped row")
    }
  }
}
