/// The files of one snapshot, as the registry records them.
public struct Snapshot: Sendable, Hashable, Codable {
  /// When it was taken.
  public var position: SnapshotPosition
  /// The number of optimizer steps behind it.
  public var step: Int
  /// The values of the layers that training changes.
  public var values: RecordedFile
  /// The optimizer's and trainer's state, from which training goes on; nil once only the values are kept.
  public var state: RecordedFile?
  /// The values of the frozen layers, shared by a run's snapshots; nil if no layer is frozen.
  public var frozen: RecordedFile?

  /// A snapshot from its files.
  public init(
    position: SnapshotPosition, step: Int, values: RecordedFile, state: RecordedFile? = nil,
    frozen: RecordedFile? = nil
  ) {
    self.position = position
    self.step = step
    self.values = values
    self.state = state
    self.frozen = frozen
  }

  /// The paths of the files that are its own.
  var ownPaths: [String] { [values, state].compactMap(\.self).map(\.path) }

  /// All its files.
  public var files: [RecordedFile] { [values, state, frozen].compactMap(\.self) }
}
