#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The sine of a number of turns.
func sine(_ turns: Double) -> Double { sin(2 * .pi * turns) }

/// The cosine of a number of turns.
func cosine(_ turns: Double) -> Double { cos(2 * .pi * turns) }

/// The natural logarithm.
func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// A power.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
