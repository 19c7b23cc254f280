internal import Experiments

/// A progress bar in megabytes for files that are written, which Ctrl-C stops.
struct ByteProgress {
  private var bar: ProgressBar

  /// A bar for a number of bytes.
  init(_ title: String, total: Int) {
    bar = ProgressBar(title, total: total, unit: .bytes)
  }

  /// Draws the present state.
  ///
  /// - Throws: ``ExperimentError/Code/interrupted`` once a signal asked for the end.
  mutating func update(_ done: Int) throws(ExperimentError) {
    guard !Interruption.isRequested else {
      throw ExperimentError(.interrupted, found: "stopped; nothing was written")
    }
    bar.update(done)
  }

  /// Removes the bar.
  mutating func clear() { bar.clear() }
}
