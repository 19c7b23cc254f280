internal import Net

/// Takes the steps again that follow a run's last snapshot, and compares bits.
struct RunVerification {
  let registry: Registry
  let details: RunDetails
  let preparation: Preparation
  let course: LearningCourse
  let isCancelled: () -> Bool
  /// Told of each batch: those done and all of them.
  let progress: (Int, Int) -> Void
  /// Makes the network for an epoch.
  let compile: (Int) throws -> CompiledNetwork
  /// What a network trains on.
  let input: (CompiledNetwork) throws -> TrainingInput

  private var folder: String { registry.folderPath(of: details.id) }

  /// Checks the last snapshot that is whole.
  ///
  /// - Parameter replays: whether the snapshot before is taken to it batch by batch, if that takes an epoch at most.
  func check(environmentChanges: [String], replays: Bool) throws -> ResumeCheck {
    let snapshots = try registry.snapshots(of: details.id)
    let choice = SnapshotChoice(runFolder: folder, snapshots: snapshots, compile: compile)
    let (_, failures) = try choice.load(isStrict: false)
    let whole = snapshots.filter { snapshot in
      snapshot.state != nil && !failures.contains { $0.snapshot.position == snapshot.position }
    }
    guard let last = whole.last else {
      throw ExperimentError(.snapshot, found: "run \(details.id) has no snapshot that is whole")
    }
    var (digests, losses): ([Digest], [UInt64]) = ([], [])
    for _ in 0..<2 {
      let trainer = try take(NextSteps.limit, from: last, &losses)
      digests.append(try SHA256.hash(stateOf: trainer.plan))
    }
    let steps = losses.count / 2
    var check = ResumeCheck(
      position: last.position, damaged: failures.map { "\($0.snapshot.position): \($0.error.found)" },
      environmentChanges: environmentChanges, stepCount: steps, digests: digests, recorded: .nothing,
      replay: nil)
    if let recorded = NextSteps(runFolder: folder), recorded.position == last.position,
      recorded.lossBits.count == steps
    {
      check.recorded = [recorded.lossBits, recorded.lossBits].flatMap(\.self) == losses ? .same : .different
    }
    if replays, whole.count > 1 { check.replay = try replay(from: whole[whole.count - 2], to: last) }
    return check
  }

  private func replay(from start: Snapshot, to last: Snapshot) throws -> ResumeCheck.Replay? {
    let batchCount = course.schedule.batchCount
    func batches(_ position: SnapshotPosition) -> Int {
      position.batch.map { (position.epoch - 1) * batchCount + $0 } ?? position.epoch * batchCount
    }
    let count = batches(last.position) - batches(start.position)
    let first = start.position.batch == nil ? start.position.epoch + 1 : start.position.epoch
    guard last.position.epoch == first, count > 0 else { return nil }
    var losses: [UInt64] = []
    let trainer = try take(count, from: start, &losses)
    // The snapshot may lead into a phase in which more layers learn: compared is what learned in this one.
    let expected = try compile(first).whole
    _ = try SnapshotReader(runFolder: folder).loadState(of: last, into: expected)
    return ResumeCheck.Replay(
      start: start.position, stepCount: losses.count,
      isSame: try SHA256.hash(stateOf: trainer.plan) == SHA256.hash(stateOf: expected))
  }

  /// Takes batches of one epoch from a snapshot in a new plan, noting the bits of their losses.
  private func take(_ count: Int, from snapshot: Snapshot, _ losses: inout [UInt64]) throws -> Trainer {
    var point = try SnapshotChoice(runFolder: folder, snapshots: [snapshot], compile: compile)
      .load(isStrict: true).point
    if point.state.batch >= course.schedule.batchCount {
      point.state = course.next(point.state, metrics: [:])
    }
    point.state.extend(by: details.extensions)
    point.state.beginPhase(of: preparation.phases, step: point.network.whole.step)
    let catalogue = preparation.catalogue
    let input = try input(point.network)
    guard let set = input.examples.set(.train) else { preconditionFailure("a run without training examples") }
    var trainer = Trainer(
      plan: input.plan, examples: set, augmenter: input.examples.augmenter, course: course,
      seed: preparation.resolved.config.seed,
      state: point.state, clipName: { catalogue.relativePath(of: $0) })
    var found: [UInt64] = []
    _ = try trainer.runEpoch(
      isCancelled: { found.count == count || isCancelled() }, isSaveDue: { false },
      progress: { batch in
        found.append(batch.batchLoss.bitPattern)
        progress(found.count, count)
      })
    guard !isCancelled() else {
      throw ExperimentError(.interrupted, found: "the check was stopped", expected: "its end")
    }
    losses += found
    return trainer
  }
}
