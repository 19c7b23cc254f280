/// The classes of the clips of a multi-label set, and the clips of each class: compressed rows, 8 bytes a label and 4 a clip.
struct ClipLabels: Sendable, Hashable {
  private let starts: [Int32]
  private let labels: [Int32]
  private let clipStarts: [Int]
  private let clips: [Int32]

  /// - Parameters:
  ///   - starts: where the labels of each clip begin, and behind the last one their number.
  ///   - labels: of all clips, ascending within a clip.
  init(starts: [Int32], labels: [Int32], classCount: Int) {
    self.starts = starts
    self.labels = labels
    var clipStarts = [Int](repeating: 0, count: classCount + 1)
    for label in labels { clipStarts[Int(label) + 1] += 1 }
    for index in 0..<classCount { clipStarts[index + 1] += clipStarts[index] }
    var next = clipStarts
    var clips = [Int32](repeating: 0, count: labels.count)
    for clip in 0..<(starts.count - 1) {
      for place in starts[clip]..<starts[clip + 1] {
        let label = Int(labels[Int(place)])
        clips[next[label]] = Int32(clip)
        next[label] += 1
      }
    }
    self.clipStarts = clipStarts
    self.clips = clips
  }

  /// The classes of a clip, ascending.
  func labels(of clip: Int) -> [Int] {
    labels[Int(starts[clip])..<Int(starts[clip + 1])].map { Int($0) }
  }

  /// The clips with a class, ascending.
  func clips(withClass index: Int) -> [Int] {
    clips[clipStarts[index]..<clipStarts[index + 1]].map { Int($0) }
  }
}
