internal import Net

/// Finds the snapshot that a run goes on from: the last one, or where that is damaged the one before.
struct SnapshotChoice {
  /// A snapshot that can't be used, with the reason.
  struct Failure {
    var snapshot: Snapshot
    var error: ExperimentError
  }

  /// The run's folder.
  let runFolder: String
  /// Its snapshots in order of time.
  let snapshots: [Snapshot]
  /// Makes the network for the epoch that a snapshot leads to.
  let compile: (_ epoch: Int) throws -> CompiledNetwork

  /// The snapshots with the trainer's state, the last first.
  private var candidates: [Snapshot] { snapshots.filter { $0.state != nil }.reversed() }

  /// Loads the last snapshot that is whole.
  ///
  /// - Parameter isStrict: whether a damaged one is an error rather than a reason to take the one before.
  /// - Returns: where the training goes on, and the newer snapshots that could not be used.
  /// - Throws: ``ExperimentError/Code/snapshot`` or ``ExperimentError/Code/missingFile`` if none can be used.
  func load(isStrict: Bool) throws -> (point: TrainingPoint, failures: [Failure]) {
    var failures: [Failure] = []
    for snapshot in candidates {
      do throws(ExperimentError) {
        return (try load(snapshot), failures)
      } catch {
        guard error.code == .snapshot || error.code == .missingFile, !isStrict else { throw error }
        failures.append(Failure(snapshot: snapshot, error: error))
      }
    }
    guard var error = failures.first?.error else {
      throw ExperimentError(
        .snapshot, found: "no snapshot in \(runFolder) has the optimizer's state",
        expected: "one to go on from",
        remedy: "Start a new run from its best with model.checkpoint: run:<id>.")
    }
    if failures.count > 1 {
      error.found += "; nor can the \(failures.count - 1) before it be used: \(failures[1].error.found)"
    }
    error.remedy = "Restore the file, or start a new run from its best with model.checkpoint: run:<id>."
    throw error
  }

  private func load(_ snapshot: Snapshot) throws(ExperimentError) -> TrainingPoint {
    let reader = SnapshotReader(runFolder: runFolder)
    let writer = try SnapshotWriter(runFolder: runFolder, frozen: snapshot.frozen)
    let position = snapshot.position
    let epoch = position.batch == nil ? position.epoch + 1 : position.epoch
    let network: CompiledNetwork
    do {
      network = try compile(epoch)
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.unsupported, found: "\(error)")
    }
    let state = try TrainerState(decoding: reader.loadState(of: snapshot, into: network.whole))
    guard state.epoch == epoch, state.batch == position.batch ?? 0 else {
      throw ExperimentError(
        .snapshot,
        found: "the snapshot of \(position) holds the state of epoch \(state.epoch), batch \(state.batch)")
    }
    return TrainingPoint(network: network, state: state, writer: writer, position: position)
  }
}
