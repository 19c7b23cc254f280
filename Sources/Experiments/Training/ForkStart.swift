/// The weights that a fork starts from.
public enum ForkStart: Sendable, Hashable {
  /// Those that the parent's config names.
  case config
  /// One of the parent's snapshots.
  case snapshot(SnapshotSelector)
}
