internal import Net

/// What a network takes from a checkpoint.
struct CheckpointStart {
  /// The checkpoint and the network.
  let source: NetworkCheckpoint
  /// Whether the head is taken, too.
  let takesHead: Bool
  /// For each class of the network its index in the checkpoint; nil for the same order.
  let classOrder: [Int]?

  /// Loads what is taken; a head that is not begins at random.
  func load(into plan: any Plan, seed: UInt64, optimizer: OptimizerStart) throws(NetError) {
    let headIndices = source.network.layers.indices.filter {
      !source.network.layers[$0].name.hasPrefix("vggish/")
    }
    try source.loadValues(of: source.bodyLayers, order: nil, into: plan)
    if takesHead {
      try source.loadValues(of: source.headLayers, order: classOrder, into: plan)
    } else {
      try plan.initialize(seed: seed, layers: Set(headIndices))
    }
    if optimizer == .restore { try source.loadOptimizer(order: classOrder, into: plan) }
  }
}
