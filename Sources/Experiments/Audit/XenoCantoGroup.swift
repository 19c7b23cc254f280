/// Clips whose names give one xeno-canto id although the pattern takes them for several recordings.
public struct XenoCantoGroup: Sendable, Hashable, Codable {
  /// The id, such as `XC123456`.
  public var id: String
  /// The recordings that the pattern made of it.
  public var recordings: [String]
  /// How many clips bear the id.
  public var clips: Int
  /// Whether the split that was audited tears them apart; `nil` if none was given.
  public var isAcrossSplits: Bool?

  /// The id in a file name: `XC` and digits, not within a word.
  ///
  /// xeno-canto.org names its recordings so; clips keep it in `Turdus_merula_XC101_3.wav` as in `XC101 - Blackbird.mp3`.
  static func id(in stem: String) -> String? {
    let bytes = Array(stem.utf8)
    func isLetterOrDigit(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || byte >= 0x80
    }
    for start in bytes.indices where bytes[start] & 0xdf == 0x58 {
      guard start + 2 < bytes.count, bytes[start + 1] & 0xdf == 0x43,
        start == 0 || !isLetterOrDigit(bytes[start - 1])
      else { continue }
      let digits = bytes[(start + 2)...].prefix { (0x30...0x39).contains($0) }
      guard (1...9).contains(digits.count),
        digits.endIndex == bytes.count || !isLetterOrDigit(bytes[digits.endIndex])
      else { continue }
      return "XC" + String(decoding: digits, as: UTF8.self)
    }
    return nil
  }

  /// The clips of each id that a catalogue's pattern tears apart, in the order of their first clips.
  ///
  /// Takes 8 bytes an id beside them.
  static func tornClips(in catalogue: Catalogue) -> [(id: String, clips: [Int])] {
    var recordingOfID: [UInt32: Int32] = [:]
    var torn = Set<UInt32>()
    func number(_ clip: Int) -> UInt32? {
      id(in: catalogue.stem(of: clip)).flatMap { UInt32($0.dropFirst(2)) }
    }
    for clip in 0..<catalogue.count {
      guard let number = number(clip) else { continue }
      let recording = Int32(catalogue.recordingIndex(of: clip))
      if let known = recordingOfID[number] {
        if known != recording { torn.insert(number) }
      } else {
        recordingOfID[number] = recording
      }
    }
    guard !torn.isEmpty else { return [] }
    var clips: [UInt32: [Int]] = [:]
    var order: [UInt32] = []
    for clip in 0..<catalogue.count {
      guard let number = number(clip), torn.contains(number) else { continue }
      if clips[number] == nil { order.append(number) }
      clips[number, default: []].append(clip)
    }
    return order.map { (id: "XC\($0)", clips: clips[$0] ?? []) }
  }

  /// The ids that a catalogue's pattern tears apart.
  static func torn(in catalogue: Catalogue, split: SplitAssignment?) -> [XenoCantoGroup] {
    tornClips(in: catalogue).map { id, clips in
      var recordings: [Int] = []
      for clip in clips where !recordings.contains(catalogue.recordingIndex(of: clip)) {
        recordings.append(catalogue.recordingIndex(of: clip))
      }
      return XenoCantoGroup(
        id: id, recordings: recordings.map { catalogue.recordingName($0) }, clips: clips.count,
        isAcrossSplits: split.map { split in Set(clips.compactMap { split[$0] }).count > 1 })
    }
  }
}
