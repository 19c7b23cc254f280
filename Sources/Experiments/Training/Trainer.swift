internal import Metrics
internal import Net

/// The training loop: shuffled batches through a plan, one epoch at a time.
///
/// It knows nothing of runs and registries: ``TrainingRun`` records what it reports.
struct Trainer {
  /// How an epoch ended.
  enum Outcome {
    /// All batches are done.
    case finished(EpochFigures)
    /// A stop was asked for; the state says where.
    case stopped
    /// The state is to be saved before the training goes on.
    case paused
  }

  /// What training says behind a batch.
  struct Progress {
    /// The examples of the epoch that are done.
    var examplesDone: Int
    /// The mean loss over them, as the state has it.
    var meanLoss: Double
    /// The loss of the batch.
    var batchLoss: Double
  }

  /// What training says of an epoch.
  struct EpochFigures {
    /// The mean loss over the epoch's examples, each before the step that learned from it.
    var loss: Double
    /// The share of the epoch's examples that were classified right before that step.
    var accuracy: Double
    /// The seconds it took, evaluation not included.
    var seconds: Double
  }

  /// What is trained.
  let plan: any Plan
  /// Where the training stands.
  var state: TrainerState

  private let examples: ExampleSet
  private let composer: BatchComposer
  private let augmenter: Augmenter?
  private let feed = BatchFeed()
  private let course: LearningCourse
  private let order: ExampleOrder
  private let clipName: (Int) -> String
  private let classCount: Int
  private let batchSize: Int
  private var input: [Float]
  private var targets: [Float]
  private var exampleWeights: [Float]
  private var logits: [Float]

  /// A trainer for a plan whose parameters are loaded; `clipName` names a clip in errors.
  init(
    plan: any Plan, examples: ExampleSet, augmenter: Augmenter? = nil, course: LearningCourse,
    seed: UInt64, state: TrainerState,
    clipName: @escaping (Int) -> String
  ) {
    self.clipName = clipName
    self.plan = plan
    self.examples = examples
    self.augmenter = augmenter
    self.course = course
    batchSize = course.config.batchSize
    self.state = state
    classCount = plan.network.outputCount
    composer = BatchComposer(
      set: examples, classCount: classCount, classWeights: course.classWeights)
    order = ExampleOrder(
      count: examples.count, classCount: classCount, seed: seed, sampling: course.config.sampling
    ) { examples.labels(of: $0) }
    input = [Float](repeating: 0, count: batchSize * plan.inputCount)
    targets = []
    exampleWeights = []
    logits = [Float](repeating: 0, count: batchSize * classCount)
  }

  /// The batches of an epoch; the last may be smaller than the others.
  var batchCount: Int { (examples.count + batchSize - 1) / batchSize }

  /// Trains from the state's batch to the end of its epoch.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each batch.
  ///   - isSaveDue: asked behind each batch; true returns ``Outcome/paused``, and the next call goes on.
  ///   - progress: called behind each batch.
  /// - Throws: ``ExperimentError/Code/invalidData`` if the loss is not finite, with the batch; the state is then
  ///   the one before that batch.
  mutating func runEpoch(
    isCancelled: () -> Bool, isSaveDue: () -> Bool, progress: (Progress) -> Void
  ) throws(ExperimentError) -> Outcome {
    let clock = ContinuousClock()
    var last = clock.now
    let order = order.examples(ofEpoch: state.epoch)
    while state.batch < batchCount {
      guard !isCancelled() else { return .stopped }
      let start = state.batch * batchSize
      let batch = order[start..<min(start + batchSize, order.count)]
      let begin = clock.now
      try gather(order, batch)
      state.waitedSeconds += (clock.now - begin).seconds
      let loss = step(batch)
      guard loss.isFinite else { throw diverged(loss, in: batch) }
      state.loss.add(mean: loss, count: batch.count)
      state.correct += correctCount(batch)
      state.batch += 1
      let now = clock.now
      state.seconds += (now - last).seconds
      last = now
      progress(Progress(examplesDone: start + batch.count, meanLoss: state.loss.mean ?? 0, batchLoss: loss))
      if isSaveDue() { return .paused }
    }
    return .finished(
      EpochFigures(
        loss: state.loss.mean ?? 0, accuracy: Double(state.correct) / Double(max(1, order.count)),
        seconds: state.seconds))
  }

  /// Fills input, targets and weights with a batch, and has the next one made ready.
  private mutating func gather(_ order: [Int], _ batch: ArraySlice<Int>) throws(ExperimentError) {
    let next = order[batch.endIndex..<min(batch.endIndex + batchSize, order.count)]
    guard let augmenter else {
      try copy(batch)
      return examples.prefetch(next)
    }
    let (composer, epoch) = (composer, state.epoch)
    let place = BatchFeed.Place(epoch: epoch, batch: state.batch)
    let made = try feed.take(place) { () throws(ExperimentError) in
      try augmenter.batch(composer, batch, first: batch.startIndex, epoch: epoch)
    }
    (input, targets, exampleWeights) = (made.input, made.targets, made.weights)
    guard !next.isEmpty else { return }
    feed.prepare(BatchFeed.Place(epoch: epoch, batch: state.batch + 1)) { () throws(ExperimentError) in
      try augmenter.batch(composer, next, first: next.startIndex, epoch: epoch)
    }
  }

  /// Fills input, targets and weights with a batch as it is.
  private mutating func copy(_ batch: ArraySlice<Int>) throws(ExperimentError) {
    // A copy of the reference, so that the buffers alone are being changed.
    let examples = examples
    var inputSpan = input.mutableSpan
    try examples.gather(batch, into: &inputSpan)
    let labels = composer.labels(of: batch)
    (targets, exampleWeights) = (labels.targets, labels.weights)
  }

  private func step(_ batch: ArraySlice<Int>) -> Double {
    return plan.trainStep(
      input.span.extracting(0..<(batch.count * plan.inputCount)),
      targets: targets.span.extracting(0..<(batch.count * classCount)),
      exampleWeights: exampleWeights.span, count: batch.count,
      update: course.update(state))
  }

  private mutating func correctCount(_ batch: ArraySlice<Int>) -> Int {
    let (plan, count) = (plan, batch.count * classCount)
    var span = logits.mutableSpan
    var part = span._mutatingExtracting(0..<count)
    plan.readActivation(ofLayer: plan.network.layers.count - 1, into: &part)
    var correct = 0
    var first = 0
    for _ in batch {
      // The first of the largest; right if no class is more of what the example is.
      var (best, target) = (first, first)
      for index in first..<(first + classCount) {
        if logits[index] > logits[best] { best = index }
        if targets[index] > targets[target] { target = index }
      }
      if targets[best] == targets[target] { correct += 1 }
      first += classCount
    }
    return correct
  }

  private func diverged(_ loss: Double, in batch: ArraySlice<Int>) -> ExperimentError {
    let clips = Set(batch.map { examples.clips[Int(examples.clipOfExample[$0])] }).sorted()
    return ExperimentError(
      .invalidData,
      found:
        "the loss became \(loss) at epoch \(state.epoch), batch \(state.batch + 1), in a batch of examples from "
        + clips.map(clipName).joined(separator: ", "),
      expected: "a finite number",
      remedy: "Try a smaller train.learning_rate or set train.gradient_clip; what was saved before stands.")
  }
}
