/// What people call a run and note beside it.
public struct RunLabels: Sendable, Hashable {
  /// Free text.
  public var note: String
  /// Tags.
  public var tags: Set<String>

  /// A note and tags; none unless given.
  public init(note: String = "", tags: Set<String> = []) {
    self.note = note
    self.tags = tags
  }
}
