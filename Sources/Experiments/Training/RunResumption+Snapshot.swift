internal import Net

extension RunResumption {
  /// Where the run goes on; what came behind a damaged snapshot is taken back.
  ///
  /// Without any snapshot a run begins again from its seed, which gives the same bits.
  ///
  /// - Parameters:
  ///   - handle: the right to record.
  ///   - preparation: the run on the present machine.
  ///   - isStrict: whether a damaged last snapshot is an error.
  ///   - compile: makes the network for an epoch.
  ///   - warn: told what is lost.
  func point(
    _ handle: RunHandle, isStrict: Bool, compile: (_ epoch: Int) throws -> CompiledNetwork,
    warn: (String) throws -> Void
  ) throws -> TrainingPoint {
    let snapshots = try registry.snapshots(of: details.id)
    let done = try registry.epochs(of: details.id).count
    guard !snapshots.isEmpty || done > 0 else {
      try warn("run \(details.id) stopped before its first snapshot: it begins again from its seed")
      return try beginning(compile)
    }
    return try withoutActuallyEscaping(compile) { compile in
      let choice = SnapshotChoice(runFolder: handle.folderPath, snapshots: snapshots, compile: compile)
      let (point, failures) = try choice.load(isStrict: isStrict)
      guard let last = failures.first, let position = point.position else { return point }
      for failure in failures {
        try warn("the snapshot of \(failure.snapshot.position) can't be used: \(failure.error.found)")
      }
      try handle.rewind(to: position)
      let lost =
        done > position.epoch
        ? "epochs \(position.epoch + 1) to \(done) are taken back and" : "what follows is"
      try warn(
        "going back to the snapshot of \(position): \(lost) trained again (up to \(last.snapshot.position))")
      return point
    }
  }

  private func beginning(_ compile: (_ epoch: Int) throws -> CompiledNetwork) throws -> TrainingPoint {
    let network = try compile(1)
    let registry = registry
    let weights = InitialWeights(resolved: try registry.config(of: details)) { registry }
    _ = try weights.load(
      weights.startingPoint(of: network.whole.network, classes: details.classes), into: network.whole)
    var writer = try SnapshotWriter(runFolder: registry.folderPath(of: details.id))
    try writer.writeFrozen(network.whole)
    return TrainingPoint(network: network, state: TrainerState(), writer: writer, position: nil)
  }
}
