/// What is in a data folder and what is wrong with it: counts and lengths of each class, clips that cannot be read or
/// are silent, clipped or too short, exact duplicates, leaks of a split.
public struct DataAudit: Sendable, Hashable, Codable {
  /// The folder that was audited.
  public var folder: String
  /// The pattern that told the recordings.
  public var recordingPattern: String
  /// One entry a class, in class order.
  public var classes: [ClassAudit]
  /// Clips that training would suffer from, in the catalogue's order; a clip may have several.
  public var findings: [AudioFinding]
  /// Clips that are the same to the bit, in the order of their first clips; silent clips are left out.
  public var duplicates: [DuplicateGroup]
  /// Recordings that the split tears apart; empty without a split.
  public var leaks: [RecordingLeak]
  /// Recordings that have clips in several classes; they go to one side of a split together.
  public var sharedRecordings: [String]
  /// Class folders that cannot be used at all.
  public var refusedClasses: [FileProblem]
  /// Files that look like clips but cannot be opened.
  public var problems: [FileProblem]
  /// Files that are no clips.
  public var ignored: IgnoredFiles
  /// Clips whose names the pattern does not match.
  public var unmatchedClips: Int

  /// Clips in all classes.
  public var clipCount: Int { classes.reduce(0) { $0 + $1.clips } }

  /// Length of all readable clips, in seconds.
  public var seconds: Double { classes.reduce(0) { $0 + $1.seconds } }

  /// How many clips have a kind of finding.
  public func count(of kind: AudioFinding.Kind) -> Int { classes.reduce(0) { $0 + $1.count(of: kind) } }

  /// Whether nothing stands in the way of training and nothing is suspicious.
  public var isClean: Bool {
    findings.isEmpty && duplicates.isEmpty && leaks.isEmpty && refusedClasses.isEmpty && problems.isEmpty
      && classes.count > 1 && classes.allSatisfy { $0.clips > 0 }
  }

  /// The heads of ``tableRows``.
  public static let tableColumns =
    ["class", "clips", "recordings", "minutes", "shortest s", "longest s"]
    + AudioFinding.Kind.allCases.map { $0.rawValue.replacing("_", with: " ") }

  /// One row a class and a last one with the sums, for a table.
  public var tableRows: [[String]] {
    var rows = classes.map { row in
      [
        row.className, String(row.clips), String(row.recordings), Self.tenths(row.seconds / 60),
        Self.tenths(row.shortestSeconds), Self.tenths(row.longestSeconds),
      ] + AudioFinding.Kind.allCases.map { String(row.count(of: $0)) }
    }
    let shortest = classes.filter { $0.seconds > 0 }.map(\.shortestSeconds).min() ?? 0
    rows.append(
      [
        "all", String(clipCount), String(classes.reduce(0) { $0 + $1.recordings }), Self.tenths(seconds / 60),
        Self.tenths(shortest), Self.tenths(classes.map(\.longestSeconds).max() ?? 0),
      ] + AudioFinding.Kind.allCases.map { String(count(of: $0)) })
    return rows
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
