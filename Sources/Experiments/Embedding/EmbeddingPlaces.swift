/// Where the rows of a table of embeddings come from, in their order.
struct EmbeddingPlaces: Sequence, IteratorProtocol {
  /// One row's place.
  struct Place {
    /// The recording's index among the files.
    var file: Int
    /// Where its example starts and ends in the recording, in seconds.
    var startSeconds: Double
    var endSeconds: Double
  }

  /// Hundredths of a second of an example.
  private static let exampleLength = 96

  private let rowCounts: [Int]
  private let hop: Int
  private var file = 0
  private var row = 0

  /// The places of rows.
  ///
  /// - Parameters:
  ///   - rowCounts: the rows of each recording.
  ///   - hop: hundredths of a second from the start of one example to that of the next.
  init(rowCounts: [Int], hop: Int) {
    self.rowCounts = rowCounts
    self.hop = hop
  }

  mutating func next() -> Place? {
    while file < rowCounts.count, row == rowCounts[file] { (file, row) = (file + 1, 0) }
    guard file < rowCounts.count else { return nil }
    let start = row * hop
    row += 1
    return Place(
      file: file, startSeconds: Double(start) / 100, endSeconds: Double(start + Self.exampleLength) / 100)
  }
}
