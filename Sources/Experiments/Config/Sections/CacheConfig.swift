/// The section `cache`: whether the outputs of frozen layers are computed once and kept on disk.
public struct CacheConfig: Sendable, Hashable, Codable {
  /// When outputs of frozen layers are kept.
  public enum Activations: String, Sendable, Hashable, Codable, CaseIterable {
    /// Where it saves time: more than one epoch is to come and the frozen layers are a tenth of a step or more.
    case auto
    /// Whenever the lowest layers are frozen and there is room.
    case on
    /// Never.
    case off
  }

  /// When outputs of frozen layers are kept.
  public var activations = Activations.auto
  /// In which precision. Single precision gives the same bits as training without the cache.
  public var precision = CachePrecision.float32
  /// The gigabytes (of 10⁹ bytes) that all activations of all runs together may take.
  public var limitGB = 50.0

  /// The defaults unless more is said.
  public init(
    activations: Activations = .auto, precision: CachePrecision = .float32, limitGB: Double = 50
  ) {
    self.activations = activations
    self.precision = precision
    self.limitGB = limitGB
  }

  /// ``limitGB`` in bytes.
  public var limitByteCount: Int { Int(limitGB * 1e9) }
}

extension CacheConfig: ConfigSection {
  static let fields: [ConfigField<CacheConfig>] = [
    ConfigField("activations", \.activations, .choice()),
    ConfigField("precision", \.precision, .choice()),
    ConfigField("limit_gb", \.limitGB, .number(from: 0, through: 1e6)),
  ]
}
