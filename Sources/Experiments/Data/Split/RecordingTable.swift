internal import Net

/// The recordings of some of a catalogue's clips: how many clips each has in each class, and a random order.
///
/// A recording's place in the order comes from the seed and its id alone, so adding or removing other recordings does
/// not move it.
struct RecordingTable {
  /// Some clips of one recording in one class.
  struct Share {
    var recording: Int
    var classIndex: Int
    var clips: Int
  }

  /// The shares of each recording that has clips here.
  private(set) var shares: [Share] = []
  private var starts: [Int]
  /// The recordings that have clips here, in random order.
  private(set) var order: [Int] = []
  /// A random number for each class.
  let classKeys: [UInt64]

  var classCount: Int { classKeys.count }

  /// - Parameters:
  ///   - catalogue: where the clips stand.
  ///   - seed: decides the order, together with `purpose`.
  ///   - isIncluded: which clips count.
  init(_ catalogue: Catalogue, seed: UInt64, purpose: String, isIncluded: (Int) -> Bool) {
    classKeys = catalogue.classes.map { name in
      var stream = RandomStream(seed: seed, purpose: purpose + "/class/" + name)
      return stream.next()
    }
    var open = [Int](repeating: -1, count: catalogue.recordingCount)
    var found: [Share] = []
    for index in catalogue.classes.indices {
      for clip in catalogue.clips(withClass: index) where isIncluded(clip) {
        let recording = catalogue.recordingIndex(of: clip)
        if open[recording] >= 0, found[open[recording]].classIndex == index {
          found[open[recording]].clips += 1
        } else {
          open[recording] = found.count
          found.append(Share(recording: recording, classIndex: index, clips: 1))
        }
      }
    }
    starts = [Int](repeating: 0, count: catalogue.recordingCount + 1)
    for share in found { starts[share.recording + 1] += 1 }
    for recording in 0..<catalogue.recordingCount { starts[recording + 1] += starts[recording] }
    shares = found
    var next = starts
    for share in found {
      shares[next[share.recording]] = share
      next[share.recording] += 1
    }
    let keys = (0..<catalogue.recordingCount).map { recording in
      var stream = RandomStream(
        seed: seed, purpose: purpose + "/recording/" + catalogue.recordingName(recording))
      return stream.next()
    }
    order = (0..<catalogue.recordingCount).filter { starts[$0] < starts[$0 + 1] }
    order.sort { (keys[$0], $0) < (keys[$1], $1) }
  }

  /// The shares of one recording.
  func shares(of recording: Int) -> ArraySlice<Share> { shares[starts[recording]..<starts[recording + 1]] }
}
