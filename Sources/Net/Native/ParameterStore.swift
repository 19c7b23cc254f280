/// A parameter of a native layer with its moments, all in one padded layout.
final class ParameterStore {
  /// The parameter.
  let value: Workspace<Float>
  /// Adam's m; empty if not trained.
  let firstMoment: Workspace<Float>
  /// Adam's v; empty if not trained.
  let secondMoment: Workspace<Float>

  /// Zeros.
  init(count: Int, isTrained: Bool) throws(NetError) {
    value = try Workspace(count: count)
    firstMoment = try Workspace(count: isTrained ? count : 0)
    secondMoment = try Workspace(count: isTrained ? count : 0)
  }

  /// The memory of a slot.
  subscript(slot: Slot) -> Workspace<Float> {
    switch slot {
    case .value: value
    case .firstMoment: firstMoment
    case .secondMoment: secondMoment
    }
  }
}
