/// The fingerprints of many clips in three arrays: 6 bytes each 40 ms.
struct FingerprintStore: Sendable {
  /// The frames of all clips, one clip behind the other.
  private(set) var frames: [UInt32] = []
  /// Their doubtful bits.
  private(set) var doubts: [UInt16] = []
  /// The clips that have a fingerprint.
  private(set) var clips: [Int] = []
  private var starts = [0]

  /// Clips that have a fingerprint.
  var count: Int { clips.count }

  /// The frames of the clip at a position.
  func range(_ position: Int) -> Range<Int> { starts[position]..<starts[position + 1] }

  /// Appends the fingerprint of a clip; none where it has no frame.
  mutating func add(_ fingerprint: Fingerprint, clip: Int) {
    guard fingerprint.frames.contains(where: { $0 != 0 }) else { return }
    frames += fingerprint.frames
    doubts += fingerprint.doubts
    clips.append(clip)
    starts.append(frames.count)
  }

  /// The position of the clip that a frame belongs to.
  func position(ofFrame frame: Int) -> Int {
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= frame { low = middle } else { high = middle }
    }
    return low
  }
}
