/// What a training run reports while it works, for progress bars and lines; observers change nothing.
public enum RunEvent: Sendable {
  /// Features are being computed: files done, of those that the cache lacks.
  case features(done: Int, total: Int)
  /// Outputs of frozen layers are being computed: examples done, of those that the cache lacks.
  case activations(done: Int, total: Int)
  /// The run is in the registry and its folder exists.
  case began(id: RunID, folder: String, attempt: Int)
  /// Training goes on at a batch of an epoch: behind a resume, or 0 at the beginning.
  case epochBegan(epoch: Int, of: Int, examples: Int, examplesDone: Int)
  /// A batch is done: examples of the epoch behind it and the mean loss over them.
  case batch(epoch: Int, of: Int, examplesDone: Int, examples: Int, loss: Double)
  /// A split or folder is being evaluated: examples done.
  case evaluating(EvaluationTarget, done: Int, total: Int)
  /// A snapshot is being written.
  case savingSnapshot(epoch: Int)
  /// The state within an epoch was saved, so many bytes in so many seconds, and the training goes on.
  case savedState(SnapshotPosition, byteCount: Int, seconds: Double)
  /// An epoch is recorded.
  case epochEnded(EpochSummary)
  /// The training ends before its last epoch, for this reason.
  case stoppedEarly(String)
  /// Steps are taken again to check a resume: batches done.
  case verifying(batchesDone: Int, of: Int)
  /// All is done and about to be recorded, with the final evaluation if there is one: what logs hold must reach the disk.
  case finishing(EvaluationRecord?)
  /// The final evaluation of a split is recorded.
  case evaluated(EvaluationRecord)
  /// Something of interest.
  case note(String)
  /// Something the owner should know.
  case warning(String)
}

/// An epoch in a line.
public struct EpochSummary: Sendable, Hashable {
  /// The epoch, from 1 on.
  public var epoch: Int
  /// How many there are to be.
  public var plannedEpochs: Int
  /// The figures of each split.
  public var metrics: [MetricKey: Double] { record.metrics }
  /// All that is recorded of it.
  public var record: EpochRecord
  /// Whether it is the best so far by the run's figure.
  public var isBest: Bool
  /// Training examples a second.
  public var examplesPerSecond: Double
  /// The share of the training time that training waited for examples.
  public var waitingShare: Double
  /// Seconds for everything: training, validation, snapshot.
  public var seconds: Double
}

/// How a call to run or resume ended.
public enum RunOutcome: Sendable, Hashable {
  /// All epochs and the final evaluation are done.
  case finished
  /// A stop was asked for; a snapshot stands.
  case interrupted
}
