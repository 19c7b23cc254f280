internal import Foundation
internal import Metrics
internal import Net

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
  /// Where a learning rate that falls on plateaus stands; nil before the first epoch's end, and for other schedules.
  var plateau: PlateauState?
  /// How long there has been no improvement; nil as ``plateau``.
  var earlyStopping: EarlyStoppingState?
  /// The optimizer's steps behind each layer when it began to learn; nil as long as none was unfrozen.
  var layerStarts: [Int]?

  /// Takes note that layers begin to learn in the phase that begins here.
  ///
  /// - Parameters:
  ///   - phases: the run's phases.
  ///   - step: the optimizer's steps so far.
  mutating func beginPhase(of phases: [TrainingPhase], step: Int) {
    guard batch == 0, let index = phases.lastIndex(where: { $0.firstEpoch == epoch }), index > 0 else {
      return
    }
    let (before, now) = (phases[index - 1].network.layers, phases[index].network.layers)
    layerStarts = now.indices.map { layer in
      before[layer].isFrozen && !now[layer].isFrozen ? step : layerStarts?[layer] ?? 0
    }
  }

  /// Takes note that the run was extended before this epoch: patience begins anew, and with it a schedule that restarts.
  mutating func extend(by extensions: [RunExtension]) {
    let now = extensions.filter { $0.firstEpoch == epoch }
    guard batch == 0, !now.isEmpty else { return }
    earlyStopping?.badEpochs = 0
    if now.contains(where: { $0.schedule == .restart }) { plateau = nil }
  }

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
