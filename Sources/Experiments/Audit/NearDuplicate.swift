/// Two clips that sound alike: one is a copy of the other, or both are cut from one recording and overlap.
public struct NearDuplicate: Sendable, Hashable, Codable {
  /// The clip that stands first in the catalogue, relative to the data folder.
  public var first: String
  /// The other one.
  public var second: String
  /// Where in the first clip the second one begins, in seconds; negative if it begins earlier.
  public var offsetSeconds: Double
  /// The length of what they have in common and in which something is heard, in seconds.
  public var commonSeconds: Double
  /// The share of their fingerprints' bits that agree: 1 for a copy, a half for strangers.
  public var agreement: Double
  /// Whether they stand in different classes: then one label is wrong.
  public var isAcrossClasses: Bool
  /// Whether they count as different recordings, so that a split may tear them apart.
  public var isAcrossRecordings: Bool
  /// Whether the split that was audited tears them apart; `nil` if none was given.
  public var isAcrossSplits: Bool?

  init(_ match: FingerprintMatch, _ store: FingerprintStore, in catalogue: Catalogue, split: SplitAssignment?)
  {
    let clips = (store.clips[match.first], store.clips[match.second])
    first = catalogue.relativePath(of: clips.0)
    second = catalogue.relativePath(of: clips.1)
    offsetSeconds = Double(match.offset) * Fingerprint.frameSeconds
    commonSeconds = Double(match.frameCount) * Fingerprint.frameSeconds
    agreement = 1 - match.errorRate
    isAcrossClasses = catalogue.classIndex(of: clips.0) != catalogue.classIndex(of: clips.1)
    isAcrossRecordings = catalogue.recordingIndex(of: clips.0) != catalogue.recordingIndex(of: clips.1)
    isAcrossSplits = split.map { split in
      guard let left = split[clips.0], let right = split[clips.1] else { return false }
      return left != right
    }
  }
}
