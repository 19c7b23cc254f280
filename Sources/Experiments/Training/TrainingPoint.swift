internal import Net

/// Where a training begins or goes on.
struct TrainingPoint {
  /// The network with its parameters and the optimizer's state.
  let network: CompiledNetwork
  /// The trainer's state.
  var state: TrainerState
  /// What writes the next snapshots.
  let writer: SnapshotWriter
  /// The snapshot that it goes on from; nil at the beginning.
  let position: SnapshotPosition?
}

/// What a phase of a training works on.
struct TrainingInput {
  /// The whole network, or what lies behind its frozen layers.
  let plan: any Plan
  /// Its inputs: examples, or the outputs of the frozen layers.
  let examples: LoadedExamples
}
