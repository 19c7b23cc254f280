/// What an audit found in one class.
public struct ClassAudit: Sendable, Hashable, Codable {
  /// The class.
  public var className: String
  /// Clips, readable or not.
  public var clips: Int
  /// Recordings that the clips were cut from.
  public var recordings: Int
  /// Length of the readable clips together, in seconds.
  public var seconds: Double
  /// Length of the shortest readable clip, in seconds; 0 if there is none.
  public var shortestSeconds: Double
  /// Length of the longest readable clip, in seconds; 0 if there is none.
  public var longestSeconds: Double
  /// The mean share of its clips' energy above 125 Hz that lies above 7.5 kHz, where the network hears nothing; nil without a clip
  /// that can be heard.
  public var shareAboveHearing: Double?
  /// How many clips ``shareAboveHearing`` is the mean of.
  public private(set) var heardClips = 0
  /// How many clips have each kind of finding; kinds without a finding are absent.
  public var findings: [String: Int]

  /// How many clips have a kind of finding.
  public func count(of kind: AudioFinding.Kind) -> Int { findings[kind.rawValue] ?? 0 }

  init(className: String, clips: Int, recordings: Int) {
    self.className = className
    self.clips = clips
    self.recordings = recordings
    seconds = 0
    shortestSeconds = 0
    longestSeconds = 0
    findings = [:]
  }

  mutating func add(_ facts: ClipFacts) {
    for finding in facts.findings { findings[finding.kind.rawValue, default: 0] += 1 }
    guard facts.isReadable else { return }
    shortestSeconds = seconds == 0 ? facts.seconds : min(shortestSeconds, facts.seconds)
    longestSeconds = max(longestSeconds, facts.seconds)
    seconds += facts.seconds
    guard let share = facts.spectrum?.shareAboveHearing else { return }
    heardClips += 1
    let before = shareAboveHearing ?? 0
    shareAboveHearing = before + (share - before) / Double(heardClips)
  }
}
