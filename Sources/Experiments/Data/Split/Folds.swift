/// The fold of every clip of a catalogue.
public struct Folds: Sendable, Hashable {
  /// The folds' names, in order: `1`, `2`, … where they were dealt, as in the file names where those name them.
  public let names: [String]
  private let folds: [Int32]

  /// The index in ``names`` of a clip's fold.
  public subscript(clip: Int) -> Int { Int(folds[clip]) }

  /// Deals a catalogue's recordings out to `count` folds, stratified by class.
  ///
  /// - Parameters:
  ///   - catalogue: what to deal out.
  ///   - count: at least 2.
  ///   - seed: decides what falls to chance.
  public init(dealing catalogue: Catalogue, count: Int, seed: UInt64) throws(ExperimentError) {
    guard (2...10_000).contains(count) else {
      throw ExperimentError(
        .invalidConfig, found: "\(count) folds", expected: "2 folds or more", place: "data.split.folds.count")
    }
    let table = RecordingTable(catalogue, seed: seed, purpose: "folds") { _ in true }
    let fractions = [Double](repeating: 1 / Double(count), count: count)
    let parts = StratifiedDeal(table, recordingCount: catalogue.recordingCount, fractions: fractions).finish()
    names = (1...count).map(String.init)
    folds = (0..<catalogue.count).map { Int32(parts[catalogue.recordingIndex(of: $0)]) }
  }

  /// The folds that a catalogue's file names give.
  ///
  /// - Throws: ``ExperimentError`` for a file name without a fold.
  public init(naming catalogue: Catalogue, by pattern: FoldPattern) throws(ExperimentError) {
    var indexOfName: [String: Int32] = [:]
    var found: [String] = []
    var folds: [Int32] = []
    folds.reserveCapacity(catalogue.count)
    for clip in 0..<catalogue.count {
      guard let name = pattern.fold(in: catalogue.stem(of: clip)) else {
        throw ExperimentError(
          .invalidData,
          found: "the pattern '\(pattern.text)' finds no fold in '\(catalogue.relativePath(of: clip))'",
          expected: "a fold in every file name", place: "data.split.folds.pattern")
      }
      if indexOfName[name] == nil {
        indexOfName[name] = Int32(found.count)
        found.append(name)
      }
      folds.append(indexOfName[name] ?? 0)
    }
    let sorted = found.indices.sorted { found[$0] < found[$1] }
    var place = [Int32](repeating: 0, count: found.count)
    for (new, old) in sorted.enumerated() { place[old] = Int32(new) }
    names = sorted.map { found[$0] }
    self.folds = folds.map { place[Int($0)] }
  }

  /// The index of a fold's name.
  func index(of name: String, place: String) throws(ExperimentError) -> Int {
    guard let index = names.firstIndex(of: name) else {
      let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
      throw ExperimentError(
        .invalidConfig, found: "there is no fold '\(name)'", expected: "one of \(shown)", place: place)
    }
    return index
  }
}
