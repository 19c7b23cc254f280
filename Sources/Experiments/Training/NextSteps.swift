internal import Foundation

/// `next-steps.json` in a run's folder: the losses of the batches that the run took behind its last snapshot.
///
/// They follow from the snapshot to the bit, so that `jx resume --verify` can tell whether it still leads where the run
/// went. The second one is that of weights behind a step, and with it holds all of forward pass, backward pass and
/// optimizer.
struct NextSteps: Sendable, Hashable, Codable {
  /// How many batches are kept.
  static let limit = 2

  /// The snapshot; nil for the run's beginning.
  var position: SnapshotPosition?
  /// The bits of the losses as double-precision numbers, in the order of the batches.
  var lossBits: [UInt64] = []

  private enum CodingKeys: String, CodingKey {
    case position
    case lossBits = "loss_bits"
  }

  private static func path(_ runFolder: String) -> String { runFolder + "/next-steps.json" }

  /// What a run's folder has; nil if there is nothing that can be read.
  init?(runFolder: String) {
    guard let data = FileManager.default.contents(atPath: Self.path(runFolder)),
      let steps = try? JSONDecoder().decode(NextSteps.self, from: data)
    else { return nil }
    self = steps
  }

  /// None yet behind a snapshot.
  init(behind position: SnapshotPosition?) { self.position = position }

  /// Takes note of a batch's loss, and writes the file once there are enough.
  mutating func note(_ loss: Double, runFolder: String) {
    guard lossBits.count < Self.limit else { return }
    lossBits.append(loss.bitPattern)
    guard lossBits.count == Self.limit else { return }
    // Worth having, but not worth stopping for.
    try? AtomicFile.write(RunJSON.encode(self, isPretty: false), to: Self.path(runFolder))
  }
}
