/// The section `features`: how recordings become examples of 96 × 64 log-mel values.
public struct FeatureConfig: Sendable, Hashable, Codable {
  /// Seconds from the start of one example to the start of the next, a multiple of 0.01 above 0 and at most 60.
  /// 0.96 puts them side by side; less makes them overlap.
  public var hopSeconds = 0.96
  /// Whether a clip that is too short for one example is padded with silence to give one; otherwise it gives none.
  public var padShort = false
  /// In which precision examples are kept in the cache, and so what the network gets to see.
  public var precision = CachePrecision.float32

  /// The defaults unless more is said.
  public init(
    hopSeconds: Double = 0.96, padShort: Bool = false, precision: CachePrecision = .float32
  ) {
    self.hopSeconds = hopSeconds
    self.padShort = padShort
    self.precision = precision
  }

  /// ``hopSeconds`` in frames of 10 ms, at least 1.
  public var hopFrames: Int { Int((hopSeconds * 100).rounded()) }
}

extension FeatureConfig: ConfigSection {
  static let fields: [ConfigField<FeatureConfig>] = [
    ConfigField("hop_seconds", \.hopSeconds, .hopSeconds),
    ConfigField("pad_short", \.padShort, .boolean),
    ConfigField("precision", \.precision, .choice()),
  ]
}
