/// Memory that the Winograd layers of a plan use one after the other.
final class WinogradWorkspaces {
  /// V of one section.
  let transformedInput: Workspace<Float>
  /// Q of one section.
  let transformedGradient: Workspace<Float>
  /// dU of one layer.
  let kernelGradient: Workspace<Float>

  /// Memory of the given numbers of floats.
  init(transformedInput: Int, transformedGradient: Int, kernelGradient: Int) throws(NetError) {
    self.transformedInput = try Workspace(count: transformedInput)
    self.transformedGradient = try Workspace(count: transformedGradient)
    self.kernelGradient = try Workspace(count: kernelGradient)
  }
}
