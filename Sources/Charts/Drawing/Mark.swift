/// What a shape tells whoever points at it, where the output can be pointed at.
public struct Mark: Sendable, Hashable {
  /// Shown beside the pointer and read out by screen readers.
  public var note: String
  /// Which datum the shape stands for, for scripts of the page; nil where it stands for none.
  public var key: String?

  /// A note, and the datum it is about.
  public init(_ note: String, key: String? = nil) {
    self.note = note
    self.key = key
  }
}
