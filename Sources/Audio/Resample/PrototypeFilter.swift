/// The low-pass that all filter banks sample: resampy 0.4.3's `kaiser_best`.
enum PrototypeFilter {
  /// Zero crossings of one half.
  static let crossings = 50
  /// Table steps from one zero crossing to the next.
  static let precision = 8192
  /// The edge of the pass band as a share of the Nyquist frequency.
  static let rolloff = 0.9173473712608761
  /// The Kaiser window's β (attenuation 120 dB).
  static let beta = 12.984585247040012

  /// The right half, `crossings · precision + 1` values from the centre on.
  static let table = Kernels.kaiserSinc(
    crossings: crossings, precision: precision, rolloff: rolloff, beta: beta)
}
