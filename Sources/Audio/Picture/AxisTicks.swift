#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Round values to mark on an axis.
struct AxisTicks {
  /// The values, rising.
  let values: [Double]
  /// Digits behind the decimal point that tell neighbours apart.
  let digits: Int

  /// The multiples of 1, 2 or 5 times a power of ten within a range, at most `most` of them.
  init(in range: ClosedRange<Double>, most: Int) {
    let span = range.upperBound - range.lowerBound
    let rough = max(span, 1e-9) / Double(max(1, most))
    let power = floor(log10(rough))
    let factor = rough / pow(10, power)
    let roundFactor = factor <= 1 ? 1.0 : factor <= 2 ? 2.0 : factor <= 5 ? 5.0 : 10.0
    let step = roundFactor * pow(10, power)
    let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    values = first <= last ? (first...last).map { Double($0) * step } : []
    digits = max(0, -Int((log10(step) + 1e-9).rounded(.down)))
  }

  /// A value in decimal notation with a given number of digits behind the point.
  static func text(_ value: Double, digits: Int) -> String {
    let scale = Int(pow(10, Double(digits)))
    let steps = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && steps > 0 ? "-" : ""
    guard digits > 0 else { return sign + String(steps) }
    let fraction = String(steps % scale)
    return sign + String(steps / scale) + "."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
