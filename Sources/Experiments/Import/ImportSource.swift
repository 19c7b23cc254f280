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
  /// The id of the recording that it is, or is a part of.
  var recording = ""
  /// Digits that tell it from other files of the recording; empty for a file that is one.
  var part = ""

  /// What its clips' names begin with, which no other file's do.
  var clipPrefix: String { recordingName + "_" + part }

  /// What the clips' recording is called: with the class where it has one, as the default of `data.recording` finds it.
  var recordingName: String { className.map { "\($0)_\(recording)" } ?? recording }
}
