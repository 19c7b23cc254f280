internal import Foundation

/// A clip that a network judged: where it is, what it is, and how many examples it gave.
public struct EvaluatedClip: Sendable, Hashable, Codable {
  /// `<class>/<clip>` below the data folder.
  public var path: String
  /// The id of its recording.
  public var recording: String
  /// Its class, as index in the run's classes; of several, the first.
  public var label: Int
  /// All its classes, ascending, where clips may have several; nil where each has one.
  public var labels: [Int]?
  /// Its examples, 1 or more.
  public var exampleCount: Int
  /// The SHA-256 of its file; nil where it is not known.
  public var digest: Digest?

  /// A clip from its parts.
  public init(
    path: String, recording: String, label: Int, labels: [Int]? = nil, exampleCount: Int,
    digest: Digest? = nil
  ) {
    self.path = path
    self.recording = recording
    self.label = label
    self.labels = labels
    self.exampleCount = exampleCount
    self.digest = digest
  }

  /// Its classes, one or several.
  public var allLabels: [Int] { labels ?? [label] }

  private enum CodingKeys: String, CodingKey {
    case path
    case recording
    case label
    case labels
    case exampleCount = "examples"
    case digest = "sha256"
  }

  /// What tells one set of clips from another: the SHA-256 over their files' digests and paths, without regard to order.
  ///
  /// A clip counts by its file where that is known, so a folder that was moved or renamed holds the same clips.
  static func digest(of clips: [EvaluatedClip]) -> Digest {
    SHA256.hash(clips.map { $0.digest?.hexadecimal ?? $0.path }.sorted().joined(separator: "\n"))
  }
}
