internal import Audio
internal import Foundation

/// What a recording's mean spectrum tells of the bands that the network hears, 125 to 7,500 Hz.
struct SpectrumFigures: Sendable, Hashable {
  /// The share of the energy above 125 Hz that lies above 7.5 kHz, where the network hears nothing; nil for silence.
  var shareAboveHearing: Double?
  /// The frequency above which there is nothing, in Hz; nil where the spectrum has no such edge below 7 kHz.
  var edge: Double?

  private static let lowest = 125.0
  private static let highest = 7_500.0
  /// An edge above this takes nothing from what the network hears.
  private static let highestEdge = 7_000.0
  /// Half a kilohertz must stand so far above all that lies beyond the edge, as no natural sound does: 30 dB.
  private static let edgeRatio = 1_000.0
  /// The width of the plateau below an edge, in Hz.
  private static let plateau = 500.0

  /// The figures of a mean power spectrum of a recording at a rate.
  init(power: [Double], sampleRate: Int) {
    let width = Double(sampleRate) / Double(LongTermSpectrum.windowLength)
    func energy(from hertz: Double) -> Double {
      power.indices.reduce(0) { Double($1) * width >= hertz ? $0 + power[$1] : $0 }
    }
    let heard = energy(from: Self.lowest)
    shareAboveHearing = heard > 0 ? energy(from: Self.highest) / heard : nil
    edge = heard > 0 ? Self.edge(power, width: width) : nil
  }

  /// The lowest frequency with a plateau below it and nothing above it.
  private static func edge(_ power: [Double], width: Double) -> Double? {
    let nyquist = Double(power.count - 1) * width
    if nyquist < highestEdge { return nyquist }
    let bins = max(3, Int((plateau / width).rounded()))
    var above = [Double](repeating: 0, count: power.count + 1)
    for bin in power.indices.reversed() { above[bin] = max(above[bin + 1], power[bin]) }
    for bin in (bins + 1)..<power.count where Double(bin) * width <= highestEdge && bin + 3 < power.count {
      // Two bins are left out for the slope of the edge and of the window.
      let least = power[(bin - bins)..<bin].min() ?? 0
      if least > edgeRatio * above[bin + 3], least > 0 { return Double(bin) * width }
    }
    return nil
  }
}
