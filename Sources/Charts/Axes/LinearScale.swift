/// A straight map from values to places along an axis.
struct LinearScale: Equatable {
  /// The values at the ends of the axis; never equal.
  let values: ClosedRange<Double>
  /// Where the lower value lies, in points.
  let start: Double
  /// Where the upper value lies; less than `start` for an axis that grows upwards.
  let end: Double

  /// A scale; an empty range is widened by half a unit on both sides.
  init(_ values: ClosedRange<Double>, from start: Double, to end: Double) {
    let isEmpty = values.lowerBound == values.upperBound
    self.values = isEmpty ? (values.lowerBound - 0.5)...(values.upperBound + 0.5) : values
    self.start = start
    self.end = end
  }

  /// Where a value lies; values outside are laid on the nearest end.
  func place(_ value: Double) -> Double {
    let share = (value - values.lowerBound) / (values.upperBound - values.lowerBound)
    return start + (end - start) * min(1, max(0, share))
  }
}
