/// A recording that an import found.
struct ImportSource: Sendable, Hashable {
  /// Its path below the source folder.
  var path: String
  /// Its size in bytes.
  var byteCount: Int64
  /// Last modification, in nanoseconds since 1970.
  var modified: Int64
  /// The class that its folder says, as written in names; nil where labels say it.
  var className: String?
  /// The id by which its clips know it; unique among those of its class.
  var recording = ""

  /// What the clips' recording is called: with the class where it has one, as the default of `data.recording` finds it.
  var recordingName: String { className.map { "\($0)_\(recording)" } ?? recording }
}
