internal import CMatrixUnit

/// The part of the processor that computes the native engine's matrix products.
///
/// Results of the two differ by rounding, those of one are the same bits everywhere.
public enum ProductUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// AVX-512: fused multiply-adds in single precision.
  case vector
  /// AMX: single precision from three pieces of bfloat16 a number, sums in single precision; three times as fast.
  case matrix

  /// Whether this processor has it and this process may use it.
  public var isThere: Bool {
    switch self {
    case .vector: NativeEngine.isSupported
    case .matrix: NativeEngine.isSupported && Self.hasMatrixUnit
    }
  }

  /// Asked for once: the system then keeps room for the unit's registers.
  private static let hasMatrixUnit = requestMatrixUnit()
}
