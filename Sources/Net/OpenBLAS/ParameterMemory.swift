/// A variable's value and, if it is trained, its gradient and optimizer slots.
final class ParameterMemory {
  /// Name and shape.
  let shape: ParameterShape
  /// The index of its layer in the network.
  let layerIndex: Int
  /// Whether weight decay applies: to weights, not to biases.
  let isDecayed: Bool
  /// The values.
  let value: Workspace<Float>
  /// What training keeps; nil for a frozen variable and in inference.
  let training: Training?

  /// Gradient and moments, each as long as the value.
  struct Training {
    let gradient: Workspace<Float>
    let firstMoment: Workspace<Float>
    let secondMoment: Workspace<Float>
  }

  init(_ shape: ParameterShape, layerIndex: Int, isDecayed: Bool, isTrained: Bool) throws(NetError) {
    self.shape = shape
    self.layerIndex = layerIndex
    self.isDecayed = isDecayed
    value = try Workspace(count: shape.count)
    training =
      isTrained
      ? Training(
        gradient: try Workspace(count: shape.count), firstMoment: try Workspace(count: shape.count),
        secondMoment: try Workspace(count: shape.count))
      : nil
  }

  /// The memory of a slot; nil if the variable is not trained.
  subscript(slot: Slot) -> Workspace<Float>? {
    switch slot {
    case .value: value
    case .firstMoment: training?.firstMoment
    case .secondMoment: training?.secondMoment
    }
  }
}
