/// The section `data`: the recordings and how they are split.
public struct DataConfig: Sendable, Hashable, Codable {
  /// The default of ``recording``: everything but a last `_` with digits, as in `Turdus_merula_XC1234_3.wav`.
  public static let defaultRecordingPattern = #"^(?<recording>.+?)(?:_\d+)?$"#

  /// The folder of the recordings, `<folder>/<class>/<clip>`, relative to the working directory; nil with ``manifest``.
  public var folder: String?
  /// A CSV file that names the clips in place of a folder, as ``ClipManifest`` reads it; nil with ``folder``.
  public var manifest: String?
  /// Whether paths in the manifest may be absolute or lead out of its folder.
  public var outsidePaths = false
  /// A file of the classes' ids in a database, as ``ClassIDs`` reads it; nil for none.
  public var labels: String?
  /// The regular expression (ICU syntax) on a file name's stem whose group `recording` names the recording that the
  /// clip is a slice of.
  public var recording = DataConfig.defaultRecordingPattern
  /// Which recordings train, validate and test.
  public var split = SplitConfig.random(validation: 0.1, test: 0.1)
  /// Whether a recording may stand on several sides of the split, which makes held-out figures too good.
  public var allowLeaks = false

  /// The most training clips of a class; nil for all.
  public var cap: Int?
  /// The class that is no bird, such as `Noise_noise`; nil for none.
  public var background: String?

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

  /// The recordings that a manifest names, split as given.
  public init(
    manifest: String, outsidePaths: Bool = false, labels: String? = nil,
    recording: String = DataConfig.defaultRecordingPattern,
    split: SplitConfig = .random(validation: 0.1, test: 0.1)
  ) {
    self.manifest = manifest
    self.outsidePaths = outsidePaths
    self.labels = labels
    self.recording = recording
    self.split = split
  }

  /// Nothing yet, to be filled while a config is read.
  init() {}

  /// The manifest that names the clips; nil for a folder.
  var clipManifest: ClipManifest? {
    manifest.map { path in
      var column: String?
      if case .column(let name) = split { column = name }
      return ClipManifest(path: path, allowsOutsidePaths: outsidePaths, splitColumn: column)
    }
  }

  /// The file, and the part of it, that a clip is whose name a run recorded.
  func reference(toClip name: String) -> ClipReference {
    if let folder { return ClipReference(path: folder + "/" + name, span: nil) }
    return ClipReference(name).below(clipManifest?.folder ?? ".")
  }

  /// What to call the data set: its folder or manifest.
  var place: String { folder ?? manifest ?? "" }
}

extension DataConfig: ConfigSection {
  static let fields: [ConfigField<DataConfig>] = [
    .dataFolder("folder"),
    .dataManifest("manifest"),
    ConfigField("outside_paths", \.outsidePaths, .boolean),
    ConfigField(
      "labels", \.labels, ConfigRule<String>.text("the path of a .pickle, .json or .csv file").orNull("null")),
    ConfigField("recording", \.recording, .pattern(group: "recording")),
    .split("split", \.split),
    ConfigField("allow_leaks", \.allowLeaks, .boolean),
    ConfigField("cap", \.cap, ConfigRule<Int>.integer(1...1_000_000_000).orNull("null")),
    ConfigField("background", \.background, ConfigRule<String>.text("the name of a class").orNull("null")),
  ]
}

extension ConfigField<DataConfig> {
  /// `data.folder`.
  fileprivate static func dataFolder(_ key: String) -> ConfigField {
    let rule = ConfigRule<String>.text("the path of a folder").orNull("null")
    return ConfigField(
      key: key,
      read: { node, place, _, section, problems in
        guard let node else { return }
        // A value that is wrong has been reported; it is not missing, too.
        section.folder = rule.read(node, at: place, &problems) ?? ""
      },
      write: { [(join($1, key), rule.write($0.folder))] }, leaves: { [(join($0, key), rule.allowed)] })
  }

  /// `data.manifest`; exactly one of it and `data.folder` must be given.
  fileprivate static func dataManifest(_ key: String) -> ConfigField {
    let rule = ConfigRule<String>.text("the path of a CSV file").orNull("null")
    return ConfigField(
      key: key,
      read: { node, place, source, section, problems in
        if let node { section.manifest = rule.read(node, at: place, &problems) ?? "" }
        let folder = place.dropLast(key.count) + "folder"
        if section.folder == nil, section.manifest == nil {
          problems.report(
            source, found: "\(folder) is missing",
            expected: "the path of a folder, or \(place), the path of a CSV file that names the clips",
            remedy: "Add it to the file or give it as --set \(folder)=…")
        } else if section.folder != nil, section.manifest != nil {
          problems.report(
            node?.source ?? source, found: "\(place) beside \(folder)", expected: "one of them",
            remedy: "Remove one, or override it with null")
        }
      },
      write: { [(join($1, key), rule.write($0.manifest))] }, leaves: { [(join($0, key), rule.allowed)] })
  }
}
