/// How far a training had come when a snapshot was taken.
public struct SnapshotPosition: Sendable, Hashable, Codable {
  /// The epoch, counted from 1 on.
  public var epoch: Int
  /// The batches that were done in that epoch, at least 1; nil at its end.
  public var batch: Int?

  /// The end of an epoch, or a batch within it.
  public init(epoch: Int, batch: Int? = nil) {
    self.epoch = epoch
    self.batch = batch
  }

  /// The name of its files without ending: `epoch-0007`, or `epoch-0008-batch-000340` within an epoch.
  public var fileStem: String {
    let stem = "epoch-" + Self.padded(epoch, 4)
    return batch.map { stem + "-batch-" + Self.padded($0, 6) } ?? stem
  }

  /// Reads ``fileStem``; nil for any other text.
  init?(fileStem: String) {
    let parts = fileStem.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 4, let epoch = Int(parts[1]) else { return nil }
    self.init(epoch: epoch, batch: parts.count == 4 ? Int(parts[3]) : nil)
    guard self.fileStem == fileStem else { return nil }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension SnapshotPosition: Comparable {
  /// Earlier in the training.
  public static func < (left: SnapshotPosition, right: SnapshotPosition) -> Bool {
    (left.epoch, left.batch ?? .max) < (right.epoch, right.batch ?? .max)
  }
}

extension SnapshotPosition: CustomStringConvertible {
  /// `epoch 7`, or `epoch 8, batch 340`.
  public var description: String { "epoch \(epoch)" + (batch.map { ", batch \($0)" } ?? "") }
}
