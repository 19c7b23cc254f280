internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx run`: trains a config and records it.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Train, evaluate and record a config.",
    discussion: """
      Prints the run's id first, then a line an epoch, and the command that resumes it if it stops. Ctrl-C ends it \
      cleanly with its state saved; a second one at once.
      """)

  @Argument(help: "The YAML config.", completion: .file(extensions: ["yaml", "yml"]))
  var config: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a key, such as train.learning_rate=3e-5. Repeatable.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: "The run's name (default: the config's).")
  var name: String?

  @Option(help: "A tag. Repeatable.")
  var tag: [String] = []

  @Option(help: "A note to keep with the run.")
  var note = ""

  @Flag(help: "Print the resolved config, data, split, network and memory, and do nothing.")
  var dryRun = false

  @Flag(
    help:
      "Train although a recording stands on several sides of the split; the run says so wherever it is shown."
  )
  var allowLeaks = false

  @Flag(help: "Fetch the checkpoint 'google' or 'jibjib' if it is not there, without asking.")
  var fetch = false

  @Option(
    help: ArgumentHelp(
      "Run all folds of the config, or those listed (1,3), as one group; a second call goes on where it stopped.",
      valueName: "folds"))
  var folds: String?

  @Option(
    help: ArgumentHelp(
      "The group's name, a tag of its runs (default: <config's name>-folds).", valueName: "name"))
  var group: String?

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard group == nil || folds != nil else { throw ValidationError("--group goes with --folds.") }
    guard folds == nil || !dryRun else {
      throw ValidationError("--dry-run shows one fold: leave out --folds, or set data.split.folds.test.")
    }
  }

  func run() throws {
    for tag in tag { try Registry.checkTag(tag) }
    if let folds { return try runFolds(folds) }
    let resolved = try RunConfig.load(path: config, overrides: allOverrides)
    let preparation = try Preparation(resolved)
    guard !dryRun else {
      let start = try preparation.startingPoint { try registry.open() }
      Output.result(DryRun(preparation: preparation, startingPoint: start).text)
      return
    }
    try CheckpointFetch.offer(resolved.config.model.checkpoint, isAccepted: fetch)
    Interruption.install(outlivesReader: true)
    let registryArgument = registry.argument
    let reporter = RunReporter(registryArgument: registryArgument)
    let training = TrainingRun(
      registry: try registry.openOrMake(), cache: ExampleCache(),
      isCancelled: { Interruption.isRequested }, observe: { reporter.report($0) })
    try reporter.following {
      try training.start(preparation, labels: RunLabels(note: note, tags: Set(tag))).1
    }
  }

  private var allOverrides: [String] {
    overrides + compute.overrides + (name.map { ["name=\($0)"] } ?? [])
      + (allowLeaks ? ["data.allow_leaks=true"] : [])
  }

  /// Runs the folds of a group that are not finished yet and prints what the group comes to.
  private func runFolds(_ folds: String) throws {
    let overrides = allOverrides
    let resolved = try RunConfig.load(path: config, overrides: overrides)
    let chosen = folds == "all" ? nil : folds.split(separator: ",").map(String.init)
    let foldGroup = try FoldGroup(resolved, name: group, choosing: chosen)
    try Registry.checkTag(foldGroup.name)
    try CheckpointFetch.offer(resolved.config.model.checkpoint, isAccepted: fetch)
    let store = try registry.openOrMake()
    Interruption.install(outlivesReader: true)
    for member in foldGroup.members {
      let reporter = RunReporter(registryArgument: registry.argument)
      let training = TrainingRun(
        registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
        observe: { reporter.report($0) })
      switch try foldGroup.state(of: member, resolved, in: store) {
      case .finished(let id): Output.line("fold \(member.fold): run \(id) is finished")
      case .stopped(let id): try reporter.following { try training.resume(id, overrides: compute.overrides) }
      case .missing:
        let fold = try RunConfig.load(path: config, overrides: overrides + member.overrides)
        try reporter.following {
          try training.start(
            Preparation(fold), labels: RunLabels(note: note, tags: Set(tag + [foldGroup.name]))
          ).1
        }
      }
    }
    try FoldReport(FoldSummary(group: foldGroup.name, in: store)).print(as: .table)
  }
}
