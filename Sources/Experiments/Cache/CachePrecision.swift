internal import Net

/// In which precision values are kept on disk; they are single precision wherever something is computed.
public enum CachePrecision: String, Sendable, Hashable, Codable, CaseIterable {
  /// As computed, to the bit.
  case float32
  /// Rounded to 11 significant bits, in half the space; beyond ±65,504 cut off there.
  case float16

  /// The type in a file.
  var element: TensorElement {
    switch self {
    case .float32: .float32
    case .float16: .float16
    }
  }
}
