internal import Net

/// A run's network as it was compiled.
struct CompiledNetwork {
  /// The whole of it: takes examples, has all parameters.
  let whole: any Plan
  /// The same in two parts, where the outputs of the frozen one are to be kept on disk.
  let parts: PrefixedPlan?

  /// Compiles what a preparation says.
  ///
  /// - Parameter epochs: how many are still to come.
  init(_ preparation: Preparation, epochs: Int) throws(NetError) {
    if preparation.keepsActivations(epochs: epochs) {
      let parts = try PrefixedPlan(
        preparation.network, options: preparation.options, engine: preparation.engine)
      (whole, self.parts) = (parts, parts)
    } else {
      whole = try preparation.engine.compile(preparation.network, options: preparation.options)
      parts = nil
    }
  }
}
