/// Something that `doctor` found.
public struct Finding: Sendable, Hashable, Codable {
  /// How much it matters.
  public enum Severity: String, Sendable, Hashable, Codable {
    /// Worth knowing.
    case note
    /// Will make trouble.
    case warning
    /// Something is lost or broken.
    case error
  }

  /// What it is about.
  public enum Area: String, Sendable, Hashable, Codable {
    /// `registry.sqlite`.
    case database
    /// A run's row and folder.
    case run
    /// A recorded file.
    case file
    /// A lock, or what a process left.
    case lock
    /// The disk that the registry lies on.
    case disk
    /// Processor and libraries.
    case machine
  }

  /// What `doctor --mend` can do about it without losing anything.
  enum Mending: Sendable, Hashable {
    /// Insert the rows of runs that have only a folder.
    case restoreRows
    /// Write `run.json`, `config.yaml` and `epochs.jsonl` anew from the rows.
    case rewriteRecords(RunID)
    /// Remove a merge's half-copied folders.
    case removeMergeRemains
  }

  /// How much it matters.
  public var severity: Severity
  /// What it is about.
  public var area: Area
  /// The run that it concerns; nil for none.
  public var run: RunID?
  /// What was found.
  public var found: String
  /// What to do; empty where nothing has to be.
  public var remedy: String
  /// Whether it was mended.
  public internal(set) var isMended = false

  var mending: Mending?

  init(
    _ severity: Severity, _ area: Area, run: RunID? = nil, _ found: String, remedy: String = "",
    mending: Mending? = nil
  ) {
    self.severity = severity
    self.area = area
    self.run = run
    self.found = found
    self.remedy = remedy
    self.mending = mending
  }

  private enum CodingKeys: String, CodingKey {
    case severity
    case area
    case run
    case found
    case remedy
    case isMended = "mended"
  }
}
