public import Net

extension Preparation {
  /// The layer whose outputs are computed once and kept on disk as training begins, if there is room; nil if none are.
  public var keptLayer: Layer? {
    let first = phase(ofEpoch: 1).network
    let last = lastEpoch(ofPhaseWith: 1) ?? resolved.config.train.epochs
    return keepsActivations(of: first, epochs: last) ? first.layers[first.frozenPrefix.count - 1] : nil
  }

  /// Whether the outputs of the frozen layers are to be computed once and kept on disk.
  ///
  /// - Parameters:
  ///   - network: the network with the layers that are frozen.
  ///   - epochs: how many are still to come with it.
  func keepsActivations(of network: Network, epochs: Int) -> Bool {
    guard !network.frozenPrefix.isEmpty, !resolved.config.augment.isActive else { return false }
    return switch resolved.config.cache.activations {
    case .off: false
    case .on: true
    case .auto: epochs > 1 && Self.frozenShare(of: network) >= Self.smallestFrozenShare
    }
  }

  /// The frozen share of a step from which on keeping its result is worth the disk.
  private static let smallestFrozenShare = 0.1

  /// The share of a training step's arithmetic that the frozen layers at the bottom are: forward counts once, and twice
  /// more for the layers that gradients pass.
  private static func frozenShare(of network: Network) -> Double {
    let forward = network.layers.map(\.forwardOperationCount)
    let frozen = forward[network.frozenPrefix].reduce(0, +)
    let all = forward.reduce(0, +)
    return Double(frozen) / Double(3 * all - 2 * frozen)
  }

  /// Refuses to keep what there is not.
  func requireFrozenPrefix() throws(ExperimentError) {
    guard resolved.config.cache.activations == .on else { return }
    guard !resolved.config.augment.isActive else {
      throw resolved.error(
        at: "cache.activations",
        found: "cache.activations is on, but augment varies the examples in every epoch",
        expected: "auto or off, or no augmentation")
    }
    guard network.frozenPrefix.isEmpty else { return }
    throw resolved.error(
      at: "cache.activations", found: "cache.activations is on, but the lowest layer, conv1, learns",
      expected: "model.frozen with conv1 in it, or auto")
  }
}
