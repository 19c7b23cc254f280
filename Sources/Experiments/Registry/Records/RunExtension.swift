/// A resume that planned a run for another number of epochs.
public struct RunExtension: Sendable, Hashable, Codable {
  /// The first epoch that had not been trained then.
  public var firstEpoch: Int
  /// How many epochs the run was planned for from then on.
  public var plannedEpochs: Int
  /// What became of its schedule.
  public var schedule: ScheduleContinuation

  /// An extension.
  public init(firstEpoch: Int, plannedEpochs: Int, schedule: ScheduleContinuation) {
    self.firstEpoch = firstEpoch
    self.plannedEpochs = plannedEpochs
    self.schedule = schedule
  }

  private enum CodingKeys: String, CodingKey {
    case firstEpoch = "first_epoch"
    case plannedEpochs = "planned_epochs"
    case schedule
  }
}

extension KeyedDecodingContainer {
  /// A `run.json` from before there were extensions has none.
  func decode(_ type: [RunExtension].Type, forKey key: Key) throws -> [RunExtension] {
    try decodeIfPresent(type, forKey: key) ?? []
  }
}
