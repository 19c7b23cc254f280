/// Something that can run a ``Network``: it compiles a description into a plan with its own layouts and fusions.
///
/// The seam is the whole plan, not single operations, so that an engine is free to keep activations, weights and
/// optimizer state in whatever form is fastest. What crosses it has TensorFlow's layouts: examples `[n, 96, 64]`,
/// kernels HWIO, dense weights `[in, out]`, activations channels last.
public protocol Engine: Sendable {
  /// The engine's name, recorded with each run.
  var name: EngineName { get }

  /// A plan for a network with all workspaces allocated and all parameters and optimizer slots zero.
  ///
  /// - Throws: ``NetError/Code/unsupported`` for a network or option the engine cannot run.
  func compile(_ network: Network, options: PlanOptions) throws(NetError) -> any Plan

  /// What a plan for these options would allocate; nothing is allocated here.
  ///
  /// - Throws: as ``compile(_:options:)`` does.
  func memoryEstimate(for network: Network, options: PlanOptions) throws(NetError) -> MemoryEstimate
}
