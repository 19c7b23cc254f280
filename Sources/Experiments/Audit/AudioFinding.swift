/// Something about a clip that training would suffer from.
public struct AudioFinding: Sendable, Hashable, Codable {
  /// What is wrong.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The file cannot be decoded.
    case unreadable
    /// The file ends before its header says, or is damaged within.
    case truncated
    /// A sample is no number or infinite.
    case notFinite = "not_finite"
    /// Too short for one example.
    case tooShort = "too_short"
    /// Nothing is louder than the last bit of 16.
    case silent
    /// Peaks are cut off at full scale.
    case clipped
    /// The samples' mean lies beyond a hundredth of full scale.
    case offset = "dc_offset"
    /// The spectrum ends below what the network hears: low rates, telephone lines, strong compression.
    case bandLimited = "band_limited"
  }

  /// The clip, relative to the data folder.
  public var path: String
  /// What is wrong.
  public var kind: Kind
  /// The reason or the measure, in words.
  public var detail: String
}
