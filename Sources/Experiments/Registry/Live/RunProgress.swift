/// How far a run has come, noted beside its lock after every batch at next to no cost.
public struct RunProgress: Sendable, Hashable, Codable {
  /// The epoch, counted from 1 on.
  public var epoch: Int
  /// Batches done in it.
  public var batch: Int
  /// Batches in an epoch.
  public var batchCount: Int

  /// A position within an epoch.
  public init(epoch: Int, batch: Int, batchCount: Int) {
    self.epoch = epoch
    self.batch = batch
    self.batchCount = batchCount
  }
}
