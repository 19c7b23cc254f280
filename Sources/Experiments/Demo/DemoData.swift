public import Audio

/// A data set of synthetic bird song: invented species with songs of their own, recorded by invented recordists.
///
/// Each recording has its own bird (pitch and tempo), distance (level, highs, echoes), background (wind, hum, insects)
/// and gain, and is sliced into clips `<folder>/<Genus_species>/<Genus_species>_<recording>_<slice>.wav` (or `.flac`): mono,
/// 16 bits, 22,050 Hz. The same settings give the same bits, whatever the number of threads.
public struct DemoData: Sendable, Hashable, Codable {
  /// Samples a second of the clips; not the network's rate, so that the demo resamples as real data do.
  public static let sampleRate = 22_050
  /// The number of species that can be told apart.
  public static var speciesCount: Int { DemoSpecies.count }

  /// Species, from 2 to ``speciesCount``.
  public let classes: Int
  /// Recordings a species, at least 1.
  public let recordings: Int
  /// Clips a recording, at least 1.
  public let slices: Int
  /// What all chance comes from.
  public let seed: UInt64
  /// Length of a clip in seconds, from 1 to 600.
  public let clipSeconds: Double

  /// What clips are written as.
  public let format: AudioWriter.Format

  /// Checks and keeps the settings. The defaults give 288 clips, 48 minutes, 127 MB.
  public init(
    classes: Int = 8, recordings: Int = 12, slices: Int = 3, seed: UInt64 = 1, clipSeconds: Double = 10,
    format: AudioWriter.Format = .wav
  ) throws(ExperimentError) {
    try Self.require(classes, "classes", in: 2...DemoSpecies.count)
    try Self.require(recordings, "recordings", in: 1...100_000)
    try Self.require(slices, "slices", in: 1...1_000)
    guard (1...600).contains(clipSeconds), Double(slices) * clipSeconds <= 3_600 else {
      throw ExperimentError(
        .invalidConfig, found: "recordings of \(slices) clips of \(clipSeconds) seconds",
        expected: "clips from 1 to 600 seconds and recordings up to an hour")
    }
    self.classes = classes
    self.recordings = recordings
    self.slices = slices
    self.seed = seed
    self.clipSeconds = clipSeconds
    self.format = format
  }

  /// Reads settings; those of sets that were made before there was a choice of formats are of WAV.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    classes = try values.decode(Int.self, forKey: .classes)
    recordings = try values.decode(Int.self, forKey: .recordings)
    slices = try values.decode(Int.self, forKey: .slices)
    seed = try values.decode(UInt64.self, forKey: .seed)
    clipSeconds = try values.decode(Double.self, forKey: .clipSeconds)
    format = try values.decodeIfPresent(AudioWriter.Format.self, forKey: .format) ?? .wav
  }

  private static func require(
    _ value: Int, _ name: String, in range: ClosedRange<Int>
  ) throws(ExperimentError) {
    guard range.contains(value) else {
      throw ExperimentError(
        .invalidConfig, found: "\(value) \(name)", expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Clips in the whole set.
  public var clipCount: Int { classes * recordings * slices }

  /// The size of all clips in bytes; of FLAC at the most.
  public var byteCount: Int { clipCount * clipByteCount }

  /// The names of the classes, sorted.
  public var classNames: [String] { (0..<classes).map { DemoSpecies($0).name }.sorted() }

  /// Samples of a clip.
  var clipLength: Int { Int((clipSeconds * Double(Self.sampleRate)).rounded()) }

  /// The size of a clip's file in bytes.
  var clipByteCount: Int { WaveFile.headerSize + 2 * clipLength }

  /// The settings in a line.
  public var summary: String {
    "\(classes) classes, \(recordings) recordings each, \(slices) clips of \(clipSeconds) s a recording, seed \(seed)"
      + (format == .flac ? ", FLAC" : "")
  }
}
