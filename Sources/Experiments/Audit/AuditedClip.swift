/// One clip of an audit, with what was measured.
public struct AuditedClip: Sendable, Hashable, Codable {
  /// The clip, relative to the data folder.
  public var path: String
  /// Its class.
  public var className: String
  /// Its recording, as the pattern tells it.
  public var recording: String
  /// Its side of the split that was audited; nil without one.
  public var split: Split?
  /// Its length; 0 if it cannot be read.
  public var seconds: Double
  /// Its samples a second; 0 if it cannot be read.
  public var sampleRate: Int
  /// Its largest magnitude; full scale is 1.
  public var peak: Double
  /// The mean of its samples.
  public var offset: Double
  /// The share of its energy above 125 Hz that lies above 7.5 kHz, where the network hears nothing; nil for silence.
  public var shareAboveHearing: Double?
  /// What is wrong with it.
  public var findings: [AudioFinding.Kind]

  init(_ facts: ClipFacts, clip: Int, in catalogue: Catalogue, split: Split?) {
    path = catalogue.relativePath(of: clip)
    className = catalogue.classes[catalogue.classIndex(of: clip)]
    recording = catalogue.recordingName(catalogue.recordingIndex(of: clip))
    self.split = split
    seconds = facts.isReadable ? facts.seconds : 0
    sampleRate = facts.isReadable ? facts.sampleRate : 0
    peak = Double(facts.peak)
    offset = facts.offset
    shareAboveHearing = facts.spectrum?.shareAboveHearing
    findings = facts.findings.map(\.kind)
  }
}
