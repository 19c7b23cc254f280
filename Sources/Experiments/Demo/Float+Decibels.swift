#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Float {
  /// Ten to the power of a number.
  static func pow10(_ exponent: Float) -> Float { Float(pow(10, Double(exponent))) }

  /// The amplitude that is this many decibels above full scale.
  static func amplitude(decibels: Float) -> Float { pow10(decibels / 20) }
}
