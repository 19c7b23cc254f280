internal import Net

/// A run's network as it was compiled.
struct CompiledNetwork {
  /// The whole of it: takes examples, has all parameters.
  let whole: any Plan
  /// The same in two parts, where the outputs of the frozen one are to be kept on disk.
  let parts: PrefixedPlan?
  /// The examples as ``whole`` takes them, where that is no more than what lies behind frozen layers; nil otherwise.
  var activations: LoadedExamples?

  /// Compiles what lies behind the frozen layers alone.
  ///
  /// - Parameter activations: the outputs of the frozen layers.
  init(headOf preparation: Preparation, activations: LoadedExamples) throws(NetError) {
    var options = preparation.options
    options.firstLayer = preparation.network.frozenPrefix.count
    whole = try preparation.engine.compile(preparation.network, options: options)
    parts = nil
    self.activations = activations
  }

  /// Compiles what a preparation says of the phase that an epoch is in.
  ///
  /// - Parameters:
  ///   - epoch: the next epoch.
  ///   - epochs: the last one.
  init(_ preparation: Preparation, epoch: Int, of epochs: Int) throws(NetError) {
    let network = preparation.phase(ofEpoch: epoch).network
    let last = min(epochs, preparation.lastEpoch(ofPhaseWith: epoch) ?? epochs)
    if preparation.keepsActivations(of: network, epochs: last - epoch + 1) {
      let parts = try PrefixedPlan(
        network, options: preparation.options, engine: preparation.engine)
      (whole, self.parts) = (parts, parts)
    } else {
      whole = try preparation.engine.compile(network, options: preparation.options)
      parts = nil
    }
  }
}
