/// Clips whose decoded samples are the same to the bit.
public struct DuplicateGroup: Sendable, Hashable, Codable {
  /// The clips, relative to the data folder, in the catalogue's order.
  public var paths: [String]
  /// Whether they stand in several classes: then at least one label is wrong.
  public var isAcrossClasses: Bool
  /// Whether they count as several recordings, so that a split may tear them apart.
  public var isAcrossRecordings: Bool
  /// Whether the split that was audited tears them apart; `nil` if none was given.
  public var isAcrossSplits: Bool?
}
