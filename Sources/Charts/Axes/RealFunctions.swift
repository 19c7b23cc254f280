#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `base` to the power of `exponent`.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The decimal logarithm.
func decimalLogarithm(_ value: Double) -> Double { log10(value) }
