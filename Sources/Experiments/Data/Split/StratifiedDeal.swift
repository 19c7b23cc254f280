/// Deals recordings out to parts so that each part gets its fraction of every class's clips, as closely as whole
/// recordings allow.
///
/// Recordings come in random order, each goes to the part that lacks most clips of its classes. Deviations stay within
/// the size of a large recording. It is the greedy form of iterative stratification (Sechidis, Tsoumakas and Vlahavas
/// 2011), which also holds for recordings that several classes share.
struct StratifiedDeal {
  private static let undecided = -1
  private let table: RecordingTable
  private let fractions: [Double]
  /// Clips that each part still lacks, [class, part].
  private var lacking: [Double]
  /// Recordings that each part has, [class, part].
  private var held: [Int]
  private var partOfRecording: [Int]

  /// - Parameters:
  ///   - table: the recordings to deal out.
  ///   - recordingCount: recordings in the whole catalogue.
  ///   - fractions: of each part, with the sum 1; a part of 0 gets nothing.
  init(_ table: RecordingTable, recordingCount: Int, fractions: [Double]) {
    self.table = table
    self.fractions = fractions
    lacking = [Double](repeating: 0, count: table.classCount * fractions.count)
    held = [Int](repeating: 0, count: table.classCount * fractions.count)
    partOfRecording = [Int](repeating: Self.undecided, count: recordingCount)
    for share in table.shares {
      for part in fractions.indices {
        lacking[share.classIndex * fractions.count + part] += Double(share.clips) * fractions[part]
      }
    }
  }

  /// Sees to it that every class has a recording in each of the parts, in this order of importance, as far as its
  /// recordings go; the first part always gets one of each class.
  mutating func provide(_ parts: [Int]) {
    var recordingsOfClass = [[Int]](repeating: [], count: table.classCount)
    for recording in table.order {
      for share in table.shares(of: recording) { recordingsOfClass[share.classIndex].append(recording) }
    }
    for part in parts where fractions[part] > 0 {
      for classIndex in 0..<table.classCount where held[classIndex * fractions.count + part] == 0 {
        let free = recordingsOfClass[classIndex].filter { partOfRecording[$0] == Self.undecided }
        let room = lacking[classIndex * fractions.count + part]
        let fitting = free.first { Double(clips(of: $0, in: classIndex)) <= room }
        let smallest = free.min { clips(of: $0, in: classIndex) < clips(of: $1, in: classIndex) }
        if let recording = fitting ?? smallest { give(recording, to: part) }
      }
    }
  }

  /// Deals out what is left and returns the part of each recording; recordings outside the table get part 0.
  consuming func finish() -> [Int] {
    for recording in table.order where partOfRecording[recording] == Self.undecided {
      give(recording, to: neediestPart(for: recording))
    }
    return partOfRecording.map { max($0, 0) }
  }

  private func clips(of recording: Int, in classIndex: Int) -> Int {
    table.shares(of: recording).first { $0.classIndex == classIndex }?.clips ?? 0
  }

  private func neediestPart(for recording: Int) -> Int {
    let shares = table.shares(of: recording)
    // Ties go round: another part comes first in each class, or the last fold would lack all small classes.
    let key = shares.first.map { table.classKeys[$0.classIndex] } ?? 0
    let shift = Int(key % UInt64(fractions.count))
    var best = Self.undecided
    var bestNeed = -Double.infinity
    for step in fractions.indices {
      let part = (step + shift) % fractions.count
      guard fractions[part] > 0 else { continue }
      let need = shares.reduce(0) { sum, share in
        sum + Double(share.clips) * lacking[share.classIndex * fractions.count + part]
      }
      if need > bestNeed + 1e-9 {
        best = part
        bestNeed = need
      }
    }
    return best
  }

  private mutating func give(_ recording: Int, to part: Int) {
    partOfRecording[recording] = part
    for share in table.shares(of: recording) {
      lacking[share.classIndex * fractions.count + part] -= Double(share.clips)
      held[share.classIndex * fractions.count + part] += 1
    }
  }
}
