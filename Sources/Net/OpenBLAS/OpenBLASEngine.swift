/// The plain engine: convolutions as products of patches and kernels (im2col), dense layers as products, all by OpenBLAS
/// on one thread each, spread over our own pool.
///
/// Work is split by output, or into parts that depend on the batch alone and are added in order: the number of threads
/// does not change a bit of the result.
public struct OpenBLASEngine: Engine {
  /// The engine; it has no settings.
  public init() {}

  /// ``EngineName/openblas``.
  public var name: EngineName { .openblas }

  /// A plan; ``NetError/Code/outOfMemory`` if it does not fit, ``NetError/Code/unsupported`` where OpenBLAS is not
  /// installed, besides what the protocol says.
  public func compile(_ network: Network, options: PlanOptions) throws(NetError) -> any Plan {
    _ = try OpenBLASLibrary.loaded.get()
    return try OpenBLASPlan(PlanLayout(network, options))
  }

  /// What ``compile(_:options:)`` would allocate.
  public func memoryEstimate(for network: Network, options: PlanOptions) throws(NetError) -> MemoryEstimate {
    try PlanLayout(network, options).memoryEstimate
  }
}
