internal import Audio

/// The samples of clips at 16 kHz, as the cache has them.
///
/// Kept in rows of 0.1 s, the last one continued with zeros.
struct ClipSamples: Sendable {
  /// Samples of a row of the cache.
  static let rowCount = 1600
  /// Samples that give one example.
  static let windowCount = FrontEnd.shortestSampleCount

  private let store: ExampleStore

  /// The samples in a store whose rows are of ``rowCount`` values.
  init(_ store: ExampleStore) {
    precondition(store.valueCount == Self.rowCount, "rows of \(store.valueCount) samples")
    self.store = store
  }

  /// Clips, with or without samples.
  var clipCount: Int { store.clipCount }

  /// The last sample at which a window can begin without reaching beyond the clip's end, as far as whole rows tell.
  func lastStart(ofClip clip: Int) -> Int {
    max(0, (store.exampleCount(ofClip: clip) - 1) * Self.rowCount - Self.windowCount)
  }

  /// Whether the cache has the clip.
  func has(_ clip: Int) -> Bool { store.exampleCount(ofClip: clip) > 0 }

  /// One window's samples; what lies behind the clip's end is silence.
  ///
  /// - Parameters:
  ///   - clip: its index in the store.
  ///   - start: the first sample, 0 or more.
  /// - Throws: ``ExperimentError/Code/invalidData`` if the cache has been damaged since it was opened.
  func window(ofClip clip: Int, from start: Int) throws(ExperimentError) -> [Double] {
    var window = [Double](repeating: 0, count: Self.windowCount)
    var row = [Float](repeating: 0, count: Self.rowCount)
    let rows = store.exampleCount(ofClip: clip)
    var index = start / Self.rowCount
    while index < rows, index * Self.rowCount < start + Self.windowCount {
      var span = row.mutableSpan
      try store.copy(store.place(ofExample: index, ofClip: clip), into: &span)
      let first = index * Self.rowCount - start
      for sample in max(0, -first)..<min(Self.rowCount, Self.windowCount - first) {
        window[first + sample] = Double(row[sample])
      }
      index += 1
    }
    return window
  }

  /// Samples as rows of the cache.
  static func rows(_ samples: [Float]) -> [Float] {
    let rest = samples.count % rowCount
    return rest == 0 ? samples : samples + [Float](repeating: 0, count: rowCount - rest)
  }
}
