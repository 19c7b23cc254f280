/// Round values to mark on an axis.
struct AxisTicks: Equatable {
  /// The values, rising.
  let values: [Double]
  /// Digits behind the decimal point that tell neighbours apart.
  let digits: Int

  /// The multiples of 1, 2 or 5 times a power of ten within a range, at most about `most` of them.
  ///
  /// - Parameters:
  ///   - range: with finite bounds.
  ///   - most: at least 1.
  ///   - wholeNumbers: whether only whole numbers make sense, as with epochs.
  init(in range: ClosedRange<Double>, most: Int, wholeNumbers: Bool = false) {
    let span = range.upperBound - range.lowerBound
    let rough = max(span, 1e-12) / Double(max(1, most))
    let decade = power(10, decimalLogarithm(rough).rounded(.down))
    let factor = rough / decade
    var step = (factor <= 1.0001 ? 1 : factor <= 2.0001 ? 2 : factor <= 5.0001 ? 5 : 10) * decade
    if wholeNumbers { step = max(1, step.rounded()) }
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let count = max(0, Int((range.upperBound / step + 1e-9).rounded(.down) - first) + 1)
    values = (0..<min(count, 1_000)).map { (first + Double($0)) * step }
    digits = max(0, -Int((decimalLogarithm(step) + 1e-9).rounded(.down)))
  }

  /// A value as the axis shows it.
  func text(_ value: Double) -> String { Self.text(value, digits: digits) }

  /// A finite value in decimal notation with a given number of digits behind the point.
  static func text(_ value: Double, digits: Int) -> String {
    let scale = power(10, Double(digits))
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let steps = Int(scaled)
    let sign = value < 0 && steps > 0 ? "−" : ""
    guard digits > 0 else { return sign + String(steps) }
    let fraction = String(steps % Int(scale))
    return sign + String(steps / Int(scale)) + "."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
