/// Memory that the Winograd layers of a plan use one after the other.
final class WinogradWorkspaces {
  /// V of one section.
  let transformedInput: Workspace<Float>
  /// Q of one section.
  let transformedGradient: Workspace<Float>
  /// M or dV of one section, where the matrix unit computes them.
  let products: Workspace<Float>
  /// dU of one layer.
  let kernelGradient: Workspace<Float>

  /// Memory of the given numbers of floats.
  init(_ counts: WinogradCounts) throws(NetError) {
    self.transformedInput = try Workspace(count: counts.transformedInput)
    self.transformedGradient = try Workspace(count: counts.transformedGradient)
    products = try Workspace(count: counts.products)
    self.kernelGradient = try Workspace(count: counts.kernelGradient)
  }
}

/// Floats of each of the shared workspaces.
struct WinogradCounts {
  var transformedInput = 0
  var transformedGradient = 0
  var products = 0
  var kernelGradient = 0

  /// All together.
  var total: Int { transformedInput + transformedGradient + products + kernelGradient }
}
