#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The periodic Hann window: `(1 − cos(2πi/n)) / 2`.
enum HannWindow {
  /// A window of `count` values.
  static func values(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(count)) }
  }
}
