/// What each split has of one class.
public struct ClassSplitCounts: Sendable, Hashable, Codable {
  /// The class.
  public var className: String
  /// Clips in train, validation, test.
  public var clips: [Int]
  /// Recordings in train, validation, test.
  public var recordings: [Int]
  /// Clips in no split.
  public var unusedClips: Int

  /// Clips of one split.
  public func clips(in split: Split) -> Int { clips[Int(split.code)] }

  /// Recordings of one split.
  public func recordings(in split: Split) -> Int { recordings[Int(split.code)] }
}
