internal import Foundation
internal import Metrics

/// Where a training stands, beside weights and optimizer: all that the next batch depends on.
///
/// The order of an epoch's examples follows from the run's seed and the epoch's number, so a position is enough to find
/// the next example.
struct TrainerState: Sendable, Hashable, Codable {
  /// The epoch that is under way, from 1 on; one more than the last when all are done.
  var epoch = 1
  /// The batches of that epoch that are done.
  var batch = 0
  /// The loss over the examples of the epoch so far.
  var loss = RunningMean()
  /// The examples of the epoch so far that were classified right before the step that learned from them.
  var correct = 0
  /// The seconds that the epoch has taken so far, over all attempts.
  var seconds = 0.0
  /// The part of ``seconds`` that training waited for examples.
  var waitedSeconds = 0.0

  /// The state at the beginning of the next epoch.
  var next: TrainerState { TrainerState(epoch: epoch + 1) }

  /// The state as text, for a snapshot.
  func encoded() throws(ExperimentError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      throw ExperimentError(.snapshot, found: "the trainer's state could not be written: \(error)")
    }
  }

  /// The state of a snapshot.
  init(decoding text: String) throws(ExperimentError) {
    do {
      self = try JSONDecoder().decode(TrainerState.self, from: Data(text.utf8))
    } catch {
      throw ExperimentError(
        .snapshot, found: "the snapshot's training state can't be read: \(error)",
        expected: "one of this version of jx", remedy: "Go on from an earlier snapshot.")
    }
  }

  init(epoch: Int = 1) { self.epoch = epoch }
}
