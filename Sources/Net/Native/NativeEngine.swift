internal import CProcessor

/// Our own kernels: Winograd convolutions, everything fused that can be; needs AVX-512.
///
/// Runs networks of 3×3 convolutions with ReLU on images whose height and width are multiples of 4 (of 2 for a pooled
/// first one of a single channel), followed by dense layers: VGGish of any width, with any head. Channels are padded
/// to multiples of 32, so widths that are none cost as much as the next one that is.
/// The work is split by output and sums have one order: the number of threads does not change a bit of the result.
public struct NativeEngine: Engine {
  /// What computes the products.
  public let products: ProductUnit

  /// The engine.
  ///
  /// - Parameter products: nil takes the fastest unit that there is.
  /// - Throws: ``NetError/Code/unsupported`` if this processor lacks the vector unit, or the unit asked for.
  public init(products: ProductUnit? = nil) throws(NetError) {
    guard Self.isSupported else {
      throw NetError(
        .unsupported, found: "this processor has no AVX-512, which the engine native needs",
        remedy: "Use the engine openblas or auto.")
    }
    let fastest: ProductUnit = ProductUnit.matrix.isThere ? .matrix : .vector
    self.products = products ?? fastest
    guard self.products.isThere else {
      throw NetError(
        .unsupported, found: "this processor has no AMX, or the system does not let programs use it",
        remedy: "Leave the products to the vector unit.")
    }
  }

  /// Whether this processor runs the engine's kernels.
  public static var isSupported: Bool { processorRunsX86V4() }

  /// ``EngineName/native``.
  public var name: EngineName { .native }

  /// A plan; ``NetError/Code/outOfMemory`` if it does not fit, besides what the protocol says.
  public func compile(_ network: Network, options: PlanOptions) throws(NetError) -> any Plan {
    try NativePlan(NativeLayout(PlanLayout(network, options), products: products))
  }

  /// What ``compile(_:options:)`` would allocate.
  public func memoryEstimate(for network: Network, options: PlanOptions) throws(NetError) -> MemoryEstimate {
    try NativeLayout(PlanLayout(network, options), products: products).memoryEstimate
  }
}
