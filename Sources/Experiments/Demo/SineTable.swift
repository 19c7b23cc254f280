#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Sine by linear interpolation in a table of 4096 points; off by less than 3e-7.
struct SineTable: Sendable {
  private static let size = 4096
  private static let shared: [Float] = (0...size).map { Float(sin(2 * .pi * Double($0) / Double(size))) }
  private let values = SineTable.shared

  /// The sine of a phase in turns, at least 0.
  func callAsFunction(_ turns: Float) -> Float {
    let place = (turns - turns.rounded(.down)) * Float(Self.size)
    let index = min(Int(place), Self.size - 1)
    let low = values[index]
    return low + (values[index + 1] - low) * (place - Float(index))
  }
}
