internal import Foundation

/// Noise under a signal, as loud as a ratio of their powers says.
enum NoiseMixture {
  /// Adds noise to a signal at a signal-to-noise ratio, the power of the one over that of the other within the window.
  ///
  /// A signal or noise without power stays alone: no factor gives the ratio.
  ///
  /// - Parameters:
  ///   - noise: as many samples as the signal has.
  ///   - signal: overwritten with the sum.
  ///   - decibels: the ratio.
  static func add(_ noise: [Double], to signal: inout [Double], decibels: Double) {
    precondition(noise.count == signal.count, "\(noise.count) samples of noise for \(signal.count)")
    let (signalPower, noisePower) = (power(signal), power(noise))
    guard signalPower > 0, noisePower > 0 else { return }
    let factor = (signalPower / noisePower * pow(10, -decibels / 10)).squareRoot()
    for index in signal.indices { signal[index] += factor * noise[index] }
  }

  /// The mean square.
  static func power(_ samples: [Double]) -> Double {
    samples.reduce(0) { $0 + $1 * $1 } / Double(max(1, samples.count))
  }
}
