/// What became of an import.
public struct ImportReport: Sendable, Hashable, Codable {
  /// Files that were cut now.
  public var imported = 0
  /// Files that an earlier call had cut.
  public var unchanged = 0
  /// Files that have clips in the destination.
  public var files = 0
  /// Recordings that these files are, or are parts of.
  public var recordings = 0
  /// Clips in the destination.
  public var clips = 0
  /// Classes in the destination.
  public var classes = 0
  /// Length of all clips, in seconds.
  public var seconds = 0.0
  /// How many files and folders could not be used.
  public var problemCount = 0
  /// The first of them.
  public var problems: [ImportProblem] = []
  /// Recordings without a label, where labels say what becomes clips.
  public var unlabelled = 0
  /// Files that are no recordings.
  public var ignoredFiles = 0
  /// Whether it was stopped before its end.
  public var isInterrupted = false

  /// How many problems are kept; the file has all.
  static let problemLimit = 20
}
