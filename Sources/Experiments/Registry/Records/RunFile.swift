/// A file in a run's folder that is neither snapshot nor prediction, such as `split.csv`.
public struct RunFile: Sendable, Hashable, Codable {
  /// What the file is.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The split of each clip.
    case split
    /// Paths, sizes and digests of the data.
    case data
    /// The classes and their ids, for programs that use the network.
    case classes
    /// Uncommitted changes of the code.
    case codeDifference = "code_difference"
    /// How answers are made of what the network says.
    case decision
    /// Anything else.
    case other
  }

  /// What it is.
  public var kind: Kind
  /// Where it is, and its size and digest.
  public var file: RecordedFile

  /// A file of a kind.
  public init(kind: Kind, file: RecordedFile) {
    self.kind = kind
    self.file = file
  }
}
