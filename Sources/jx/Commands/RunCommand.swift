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

  @Flag(help: "Fetch the checkpoint 'google' or 'jibjib' if it is not there, without asking.")
  var fetch = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  func run() throws {
    for tag in tag { try Registry.checkTag(tag) }
    let names = name.map { ["name=\($0)"] } ?? []
    let resolved = try RunConfig.load(path: config, overrides: overrides + compute.overrides + names)
    let preparation = try Preparation(resolved)
    guard !dryRun else {
      let start = try preparation.startingPoint { try registry.open() }
      Output.result(DryRun(preparation: preparation, startingPoint: start).text)
      return
    }
    try CheckpointFetch.offer(resolved.config.model.checkpoint, isAccepted: fetch)
    Interruption.install()
    let registryArgument = registry.argument
    let reporter = RunReporter(registryArgument: registryArgument)
    let training = TrainingRun(
      registry: try Registry(directory: registry.folder), cache: ExampleCache(),
      isCancelled: { Interruption.isRequested }, observe: { reporter.report($0) })
    try reporter.following {
      try training.start(preparation, labels: RunLabels(note: note, tags: Set(tag))).1
    }
  }
}
