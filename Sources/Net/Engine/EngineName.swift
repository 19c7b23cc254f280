/// The engines there are.
public enum EngineName: String, Sendable, Hashable, Codable, CaseIterable {
  /// im2col and OpenBLAS: plain, runs everywhere, the judge of the others.
  case openblas
  /// Winograd kernels of our own; needs AVX-512.
  case native
}
