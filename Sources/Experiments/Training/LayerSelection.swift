internal import Net

/// What a config says of single layers, resolved against the network.
struct LayerSelection {
  private let resolved: ResolvedConfig
  private let network: Network
  private var model: ModelConfig { resolved.config.model }

  /// The selection for a network of the config's width, hidden units and this many classes.
  init(_ resolved: ResolvedConfig, classes: Int) {
    self.resolved = resolved
    let model = resolved.config.model
    network = Network.vggish(width: model.width, hiddenUnits: model.hiddenUnits, classes: classes)
  }

  /// The network with its frozen layers in each phase of the training.
  ///
  /// - Throws: ``ExperimentError`` at the place of a name that the network does not have, of a layer that is unfrozen
  ///   without being frozen, or where nothing would learn.
  func phases() throws(ExperimentError) -> [TrainingPhase] {
    var frozen: Set<Int> = []
    for (index, selector) in model.frozen.enumerated() {
      frozen.formUnion(try indices(selector, at: "model.frozen[\(index)]"))
    }
    var phases = [TrainingPhase(firstEpoch: 1, network: network(freezing: frozen))]
    guard phases[0].network.firstTrainable != nil else {
      throw resolved.error(
        at: "model.frozen", found: "every layer is frozen", expected: "at least one that learns",
        remedy: "Leave mymodel out of model.frozen.")
    }
    for step in model.unfreeze.sorted(by: { $0.epoch < $1.epoch }) {
      let key = "model.unfreeze.\(step.epoch)"
      for selector in step.layers {
        let layers = try indices(selector, at: key)
        guard !frozen.isDisjoint(with: layers) else {
          throw resolved.error(
            at: key, found: "'\(selector)' is not frozen before epoch \(step.epoch)",
            expected: "layers that model.frozen names and no earlier epoch unfreezes")
        }
        frozen.subtract(layers)
      }
      phases.append(TrainingPhase(firstEpoch: step.epoch, network: network(freezing: frozen)))
    }
    return phases
  }

  /// The factor on the learning rate of each layer; nil if all have the same. Of two names that fit a layer, the one
  /// that fits fewer layers counts.
  ///
  /// - Throws: ``ExperimentError`` at the place of a name that the network does not have, that says of the same layers
  ///   what another one says, or whose layers never learn.
  func scales(phases: [TrainingPhase]) throws(ExperimentError) -> [Float]? {
    guard !model.learningRates.isEmpty else { return nil }
    var scales = [Float](repeating: 1, count: network.layers.count)
    var owners = [(name: String, count: Int)?](repeating: nil, count: network.layers.count)
    for rate in model.learningRates {
      let key = "model.learning_rates.\(rate.layers)"
      let layers = try indices(rate.layers, at: key)
      guard layers.contains(where: { index in phases.contains { !$0.network.layers[index].isFrozen } }) else {
        throw resolved.error(
          at: key, found: "'\(rate.layers)' never learns", expected: "layers that are not frozen throughout",
          remedy: "Remove it, or unfreeze the layers.")
      }
      for index in layers {
        if let owner = owners[index] {
          guard owner.count != layers.count else {
            throw resolved.error(
              at: key,
              found: "'\(rate.layers)' and '\(owner.name)' are both for \(network.layers[index].name)",
              expected: "one learning rate a layer, or one name for fewer layers than the other")
          }
          guard owner.count > layers.count else { continue }
        }
        owners[index] = (rate.layers, layers.count)
        scales[index] = Float(Double(rate.learningRate) / Double(resolved.config.train.learningRate))
      }
    }
    return scales
  }

  private func network(freezing frozen: Set<Int>) -> Network {
    var result = network
    for index in result.layers.indices { result.layers[index].isFrozen = frozen.contains(index) }
    return result
  }

  private func indices(_ selector: String, at key: String) throws(ExperimentError) -> [Int] {
    do throws(NetError) {
      return try network.layerIndices(selectedBy: selector)
    } catch {
      throw resolved.error(at: key, found: error.found, expected: error.expected, remedy: error.remedy)
    }
  }
}
