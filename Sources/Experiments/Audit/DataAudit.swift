/// What is in a data folder and what is wrong with it: counts and lengths of each class, clips that training would suffer from, exact
/// and near duplicates, leaks of a split.
public struct DataAudit: Sendable, Hashable, Codable {
  /// The folder that was audited.
  public var folder: String
  /// The pattern that told the recordings.
  public var recordingPattern: String
  /// One entry a class, in class order.
  public var classes: [ClassAudit]
  /// One entry a clip, in the catalogue's order; not in JSON.
  public var clips: [AuditedClip] = []
  /// Clips that training would suffer from, in the catalogue's order; a clip may have several.
  public var findings: [AudioFinding] = []
  /// Clips that are the same to the bit, in the order of their first clips; silent clips are left out.
  public var duplicates: [DuplicateGroup] = []
  /// Pairs of clips that sound alike, without those that are the same to the bit.
  public var nearDuplicates: [NearDuplicate] = []
  /// Recordings that the split tears apart; empty without a split.
  public var leaks: [RecordingLeak] = []
  /// Recordings that have clips in several classes; they go to one side of a split together.
  public var sharedRecordings: [String]
  /// xeno-canto ids that the pattern takes for several recordings.
  public var xenoCantoGroups: [XenoCantoGroup] = []
  /// Class folders that cannot be used at all.
  public var refusedClasses: [FileProblem]
  /// Files that look like clips but cannot be opened.
  public var problems: [FileProblem]
  /// Files that are no clips.
  public var ignored: IgnoredFiles
  /// Clips whose names the pattern does not match.
  public var unmatchedClips: Int

  private enum CodingKeys: String, CodingKey {
    case folder
    case recordingPattern
    case classes
    case findings
    case duplicates
    case nearDuplicates
    case leaks
    case sharedRecordings
    case xenoCantoGroups
    case refusedClasses
    case problems
    case ignored
    case unmatchedClips
  }

  /// An audit before the first clip is decoded.
  init(_ catalogue: Catalogue) {
    let recordings = catalogue.recordingCounts()
    folder = catalogue.folder
    recordingPattern = catalogue.recordingPattern.text
    classes = catalogue.classes.indices.map {
      ClassAudit(
        className: catalogue.classes[$0], clips: catalogue.clips(withClass: $0).count,
        recordings: recordings[$0])
    }
    sharedRecordings = catalogue.sharedRecordings()
    refusedClasses = catalogue.refusedClasses
    problems = catalogue.problems
    ignored = catalogue.ignored
    unmatchedClips = catalogue.unmatchedClips
  }

  /// Clips in all classes.
  public var clipCount: Int { classes.reduce(0) { $0 + $1.clips } }

  /// Length of all readable clips, in seconds.
  public var seconds: Double { classes.reduce(0) { $0 + $1.seconds } }

  /// The near duplicates that a split by recording may tear apart; the others overlap within one recording, as slices may.
  public var strayNearDuplicates: [NearDuplicate] { nearDuplicates.filter(\.isAcrossRecordings) }

  /// How many clips have a kind of finding.
  public func count(of kind: AudioFinding.Kind) -> Int { classes.reduce(0) { $0 + $1.count(of: kind) } }

  /// Whether nothing stands in the way of training and nothing is suspicious.
  public var isClean: Bool {
    findings.isEmpty && duplicates.isEmpty && strayNearDuplicates.isEmpty && leaks.isEmpty
      && xenoCantoGroups.isEmpty && refusedClasses.isEmpty && problems.isEmpty
      && classes.count > 1 && classes.allSatisfy { $0.clips > 0 }
  }

  /// The heads of ``tableRows``.
  public static let tableColumns =
    ["class", "clips", "recordings", "minutes", "shortest s", "longest s", "above 7.5 kHz %"]
    + AudioFinding.Kind.allCases.map { $0.rawValue.replacing("_", with: " ") }

  /// One row a class and a last one with the sums, for a table.
  public var tableRows: [[String]] {
    var rows = classes.map { row in
      [
        row.className, String(row.clips), String(row.recordings), Self.tenths(row.seconds / 60),
        Self.tenths(row.shortestSeconds), Self.tenths(row.longestSeconds),
        row.shareAboveHearing.map { Self.tenths($0 * 100) } ?? "",
      ] + AudioFinding.Kind.allCases.map { String(row.count(of: $0)) }
    }
    let shortest = classes.filter { $0.seconds > 0 }.map(\.shortestSeconds).min() ?? 0
    let shares = clips.compactMap(\.shareAboveHearing)
    rows.append(
      [
        "all", String(clipCount), String(classes.reduce(0) { $0 + $1.recordings }), Self.tenths(seconds / 60),
        Self.tenths(shortest), Self.tenths(classes.map(\.longestSeconds).max() ?? 0),
        shares.isEmpty ? "" : Self.tenths(shares.reduce(0, +) / Double(shares.count) * 100),
      ] + AudioFinding.Kind.allCases.map { String(count(of: $0)) })
    return rows
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
