/// The section `data`: the recordings and how they are split.
public struct DataConfig: Sendable, Hashable, Codable {
  /// The default of ``recording``: everything but a last `_` with digits, as in `Turdus_merula_XC1234_3.wav`.
  public static let defaultRecordingPattern = #"^(?<recording>.+?)(?:_\d+)?$"#

  /// The folder of the recordings, `<folder>/<class>/<clip>`, relative to the working directory.
  public var folder: String
  /// A file of the classes' ids in a database, as ``ClassIDs`` reads it; nil for none.
  public var labels: String?
  /// The regular expression (ICU syntax) on a file name's stem whose group `recording` names the recording that the
  /// clip is a slice of.
  public var recording = DataConfig.defaultRecordingPattern
  /// Which recordings train, validate and test.
  public var split = SplitConfig.random(validation: 0.1, test: 0.1)
  /// Whether a recording may stand on several sides of the split, which makes held-out figures too good.
  public var allowLeaks = false

  /// The recordings in a folder, split as given.
  public init(
    folder: String, labels: String? = nil, recording: String = DataConfig.defaultRecordingPattern,
    split: SplitConfig = .random(validation: 0.1, test: 0.1)
  ) {
    self.folder = folder
    self.labels = labels
    self.recording = recording
    self.split = split
  }
}

extension DataConfig: ConfigSection {
  static let fields: [ConfigField<DataConfig>] = [
    ConfigField("folder", \.folder, .text("the path of a folder"), isRequired: true),
    ConfigField(
      "labels", \.labels, ConfigRule<String>.text("the path of a .pickle, .json or .csv file").orNull("null")),
    ConfigField("recording", \.recording, .pattern(group: "recording")),
    .split("split", \.split),
    ConfigField("allow_leaks", \.allowLeaks, .boolean),
  ]
}
