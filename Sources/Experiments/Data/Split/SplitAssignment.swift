/// The split of every clip of a catalogue; one byte a clip.
public struct SplitAssignment: Sendable, Hashable {
  /// What limits the figures that come out of this split.
  public internal(set) var warnings: [SplitWarning] = []
  private var codes: [UInt8]

  /// An assignment in which no clip is used yet.
  init(clipCount: Int) { codes = [UInt8](repeating: Split.unusedCode, count: clipCount) }

  /// An assignment of ``Split/code`` for each clip.
  init(codes: [UInt8]) { self.codes = codes }

  /// Clips of the catalogue, used or not.
  public var clipCount: Int { codes.count }

  /// The split of a clip; `nil` if a manifest leaves it out.
  public internal(set) subscript(clip: Int) -> Split? {
    get { Split(code: codes[clip]) }
    set { codes[clip] = newValue?.code ?? Split.unusedCode }
  }

  /// Whether both put every clip into the same split, whatever their warnings.
  public func hasSameClips(as other: SplitAssignment) -> Bool { codes == other.codes }

  /// The clips of a split, in the catalogue's order.
  public func clips(in split: Split) -> [Int] {
    let code = split.code
    return codes.indices.filter { codes[$0] == code }
  }

  /// The number of clips of a split.
  public func count(of split: Split) -> Int {
    let code = split.code
    return codes.reduce(0) { $0 + ($1 == code ? 1 : 0) }
  }

  /// What each split has of each class, in class order.
  ///
  /// - Parameter catalogue: the catalogue that was split.
  public func counts(in catalogue: Catalogue) -> [ClassSplitCounts] {
    requireFit(catalogue)
    var seen = [Int32](repeating: -1, count: catalogue.recordingCount * 3)
    return catalogue.classes.indices.map { index in
      var row = ClassSplitCounts(
        className: catalogue.classes[index], clips: [0, 0, 0], recordings: [0, 0, 0], unusedClips: 0)
      for clip in catalogue.clips(withClass: index) {
        guard let code = self[clip].map({ Int($0.code) }) else {
          row.unusedClips += 1
          continue
        }
        row.clips[code] += 1
        let place = catalogue.recordingIndex(of: clip) * 3 + code
        if seen[place] != Int32(index) {
          seen[place] = Int32(index)
          row.recordings[code] += 1
        }
      }
      return row
    }
  }

  /// The recordings that stand in more than one split, in the order of their first clips.
  ///
  /// - Parameter catalogue: the catalogue that was split.
  public func leaks(in catalogue: Catalogue) -> [RecordingLeak] {
    requireFit(catalogue)
    var first = [Int32](repeating: -1, count: catalogue.recordingCount * 3)
    for clip in 0..<clipCount {
      guard let split = self[clip] else { continue }
      let place = catalogue.recordingIndex(of: clip) * 3 + Int(split.code)
      if first[place] < 0 { first[place] = Int32(clip) }
    }
    return (0..<catalogue.recordingCount).compactMap { recording in
      let splits = Split.allCases.filter { first[recording * 3 + Int($0.code)] >= 0 }
      guard splits.count > 1 else { return nil }
      let examples = splits.map { catalogue.relativePath(of: Int(first[recording * 3 + Int($0.code)])) }
      return RecordingLeak(
        recording: catalogue.recordingName(recording), splits: splits, examples: examples)
    }
  }

  func requireFit(_ catalogue: Catalogue) {
    precondition(
      clipCount == catalogue.count, "a split of \(clipCount) clips for a catalogue of \(catalogue.count)")
  }
}

extension Split {
  /// The code of a clip that no split uses.
  static let unusedCode: UInt8 = 3

  /// 0 train, 1 validation, 2 test.
  var code: UInt8 {
    switch self {
    case .train: 0
    case .validation: 1
    case .test: 2
    }
  }

  init?(code: UInt8) {
    switch code {
    case 0: self = .train
    case 1: self = .validation
    case 2: self = .test
    default: return nil
    }
  }
}
