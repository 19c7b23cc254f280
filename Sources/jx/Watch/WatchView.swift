internal import Experiments

/// What shows a run that is being watched; called again and again.
protocol WatchView {
  /// Shows what is new.
  mutating func show(_ run: RunObservation) throws
}
