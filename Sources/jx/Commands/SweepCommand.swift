internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Synchronization

/// `jx sweep`: many runs of one config with other settings.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Train a config with many settings, as one group of runs.",
    discussion: """
      The config's section sweep says what is tried: a grid, values by chance, or successive halving. Every trial is an \
      ordinary run. Stopped in any way, the same command goes on with what is left; jx compare --group shows the result.

        jx sweep heads.yaml --jobs 2
      """)

  @Argument(help: "The YAML config, with a section sweep.", completion: .file(extensions: ["yaml", "yml"]))
  var config: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a key for all trials, such as train.epochs=5 or sweep.trials=50. Repeatable.",
      valueName: "key=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "The group's name, a tag of its runs (default: <config's name>-sweep).", valueName: "name"))
  var group: String?

  @Option(help: ArgumentHelp("How many trials run side by side, sharing the threads.", valueName: "n"))
  var jobs = 1

  @Option(help: "A note to keep with each run.")
  var note = ""

  @Flag(help: "List the trials and do nothing.")
  var dryRun = false

  @Flag(help: "Print a jx run command for each trial, for GNU parallel or a Slurm array, and do nothing.")
  var printCommands = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs takes 1 to 256.") }
    guard !dryRun || !printCommands else {
      throw ValidationError("--dry-run and --print-commands exclude each other; take one.")
    }
  }

  func run() throws {
    let sweep = try Sweep(path: config, overrides: overrides + compute.overrides, group: group)
    try Registry.checkTag(sweep.group)
    if printCommands { return try listCommands(sweep) }
    if dryRun { return Output.result(try SweepReport.trials(sweep).rendered(as: output.format)) }
    if let trial = sweep.trials.first {
      try CheckpointFetch.offer(sweep.resolved(trial).config.model.checkpoint, isAccepted: false)
    }
    Interruption.install()
    let store = try Registry(directory: registry.folder)
    let progress = SweepProgress()
    let runner = SweepRunner(
      registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
      observe: { progress.report($0) })
    let (outcome, failures) = try runner.run(sweep, jobs: jobs, note: note)
    guard outcome == .finished else {
      throw ExperimentError(.interrupted, found: "stopped", remedy: "The same command goes on.")
    }
    let summary = try SweepSummary(group: sweep.group, by: sweep.config.figure, in: store)
    try SweepReport(summary).print(as: output.format, limit: 10)
    guard let first = failures.first else { return }
    throw ExperimentError(
      .invalidData,
      found: "\(failures.count) of \(sweep.trials.count) trials failed, the first, \(first.trial.name): "
        + first.reason, remedy: "The others are recorded; the same command tries those again.")
  }

  private func listCommands(_ sweep: Sweep) throws {
    guard sweep.config.method != .halving else {
      throw ValidationError(
        "Which trials of a halving go on is known only when the others are done: run jx sweep.")
    }
    for trial in sweep.trials {
      Output.line(
        (sweep.command(of: trial).map(Self.quoted) + [registry.argument.trimmingCharacters(in: .whitespaces)])
          .filter { !$0.isEmpty }.joined(separator: " "))
    }
  }

  /// A word as a shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy {
      ($0.isASCII && ($0.isLetter || $0.isNumber)) || "-_./=:,+@%".contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
