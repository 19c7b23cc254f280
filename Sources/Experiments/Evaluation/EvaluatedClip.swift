internal import Foundation

/// A clip that a network judged: where it is, what it is, and how many examples it gave.
public struct EvaluatedClip: Sendable, Hashable, Codable {
  /// `<class>/<clip>` below the data folder.
  public var path: String
  /// The id of its recording.
  public var recording: String
  /// Its class, as index in the run's classes.
  public var label: Int
  /// Its examples, 1 or more.
  public var exampleCount: Int
  /// The SHA-256 of its file; nil where it is not known.
  public var digest: Digest?

  /// A clip from its parts.
  public init(path: String, recording: String, label: Int, exampleCount: Int, digest: Digest? = nil) {
    self.path = path
    self.recording = recording
    self.label = label
    self.exampleCount = exampleCount
    self.digest = digest
  }

  private enum CodingKeys: String, CodingKey {
    case path
    case recording
    case label
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
