/// A recording with clips in more than one split.
public struct RecordingLeak: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The recording's id.
  public var recording: String
  /// The splits it stands in, in the order train, validation, test.
  public var splits: [Split]
  /// One clip of it from each of these splits.
  public var examples: [String]

  /// The id with its splits.
  public var description: String {
    "'\(recording)' (\(splits.map(\.rawValue).joined(separator: ", ")))"
  }
}
