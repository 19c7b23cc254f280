/// The epochs that a schedule runs over.
public struct ScheduleSpan: Sendable, Hashable {
  /// The epoch at which it begins, from 1 on.
  public var firstEpoch: Int
  /// How many epochs it takes.
  public var epochs: Int

  /// A span of epochs.
  public init(firstEpoch: Int = 1, epochs: Int) {
    precondition(firstEpoch >= 1 && epochs >= 1, "\(epochs) epochs from epoch \(firstEpoch) on")
    self.firstEpoch = firstEpoch
    self.epochs = epochs
  }
}

extension ScheduleSpan {
  /// The span of a run that began with so many planned epochs and was extended since.
  init(epochs: Int, extensions: [RunExtension]) {
    self.init(epochs: epochs)
    for change in extensions {
      switch change.schedule {
      case .keep: break
      case .stretch: self.epochs = max(1, change.plannedEpochs - firstEpoch + 1)
      case .restart:
        self.init(
          firstEpoch: change.firstEpoch, epochs: max(1, change.plannedEpochs - change.firstEpoch + 1))
      }
    }
  }
}
