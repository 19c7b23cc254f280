internal import ArgumentParser
internal import Experiments

/// `jx fork`: a new run from another one's config.
struct ForkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fork",
    abstract: "Train a run's config with changes as a new run that knows its parent.",
    discussion: """
      For example: jx fork 4f2a --set train.learning_rate=3e-5 --from best. It trains on the recordings as they are now, \
      and says what changed in them. With --from it starts from weights of the run instead of those that its config \
      names.
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a key, such as train.learning_rate=3e-5. Repeatable.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "The weights to start from: the run's best or last snapshot, that of an epoch, or none of them.",
      valueName: "snapshot"),
    completion: .list(["best", "last", "none"]))
  var from = "none"

  @Option(help: "The new run's name (default: the run's with -fork behind it).")
  var name: String?

  @Option(help: "A tag. Repeatable.")
  var tag: [String] = []

  @Option(help: "A note to keep with the run.")
  var note = ""

  @Flag(help: "Print the resolved config, data, split, network and memory, and do nothing.")
  var dryRun = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  private var start: ForkStart? {
    from == "none" ? .config : SnapshotSelector(from).map { .snapshot($0) }
  }

  func validate() throws {
    guard start != nil else {
      throw ValidationError("There is no snapshot '\(from)'; take best, last, an epoch's number, or none.")
    }
  }

  func run() throws {
    for tag in tag { try Registry.checkTag(tag) }
    let store = try registry.open()
    let id = try store.resolve(runName)
    let preparation = try TrainingRun.preparation(
      forking: id, in: store, from: start ?? .config, name: name, overrides: overrides + compute.overrides)
    guard !dryRun else {
      let start = try preparation.startingPoint { store }
      Output.result(DryRun(preparation: preparation, startingPoint: start).text)
      return
    }
    Interruption.install(outlivesReader: true)
    let reporter = RunReporter(registryArgument: registry.argument)
    let training = TrainingRun(
      registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
      observe: { reporter.report($0) })
    try reporter.following {
      try training.fork(id, preparation, labels: RunLabels(note: note, tags: Set(tag))).1
    }
  }
}
