internal import ArgumentParser
internal import Experiments

/// `jx rerun`: the same training again as a new run.
struct RerunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Train a run again as a new one: the same config, recordings, split and seed.",
    discussion: """
      For example: jx rerun 4f2a --check. With --check it compares figures, weights and evaluation bit by bit when it \
      ends, names the first epoch and quantity that differ and what was not the same, and ends with 1 if anything \
      differs. --with compares with a run that is there instead of training.
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Flag(help: "Compare bit by bit when it ends.")
  var check = false

  @Option(help: ArgumentHelp("Compare with this run; train nothing.", valueName: "run"))
  var with: String?

  @Option(help: "The new run's name (default: the old one's with -rerun behind it).")
  var name: String?

  @Option(help: "A tag. Repeatable.")
  var tag: [String] = []

  @Option(help: "A note to keep with the run.")
  var note = ""

  @Flag(help: "Print the outcome of the comparison as JSON.")
  var json = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if json && !check && with == nil { throw ValidationError("--json goes with --check or --with.") }
  }

  func run() throws {
    for tag in tag { try Registry.checkTag(tag) }
    let store = try registry.open()
    let id = try store.resolve(runName)
    if let with {
      let other = try store.resolve(with)
      guard other != id else { throw ValidationError("A run is compared with another one.") }
      try report(RepetitionCheck(id, other, in: store))
      return
    }
    Interruption.install(outlivesReader: true)
    let reporter = RunReporter(registryArgument: registry.argument)
    let training = TrainingRun(
      registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
      observe: { reporter.report($0) })
    var repetition: RunID?
    do {
      try reporter.following {
        let (newID, outcome) = try training.rerun(
          id, name: name, labels: RunLabels(note: note, tags: Set(tag)), overrides: compute.overrides)
        repetition = newID
        return outcome
      }
    } catch let end as Failure.Explained {
      if check, let repetition {
        Output.note("to compare once it is finished: jx rerun \(id) --with \(repetition)\(registry.argument)")
      }
      throw end
    }
    if check, let repetition { try report(RepetitionCheck(id, repetition, in: store)) }
  }

  private func report(_ check: RepetitionCheck) throws {
    if json {
      Output.result(try JSONObject.encoded(check))
    } else if let difference = check.difference {
      Output.line("run \(check.repetition) differs from \(check.original), first at \(difference)")
      Output.line(check.changes.isEmpty ? "nothing else is known to have changed" : "what changed:")
    } else {
      func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
      Output.line(
        "run \(check.repetition) is identical to \(check.original) to the bit: "
          + [
            counted(check.epochCount, "epoch"), counted(check.figureCount, "figure"),
            counted(check.snapshotCount, "snapshot"), counted(check.evaluationCount, "evaluation"),
          ].joined(separator: ", "))
      if !check.changes.isEmpty { Output.line("what changed nonetheless:") }
    }
    if !json { for change in check.changes { Output.line("  " + change) } }
    if !check.isIdentical { throw Failure.Explained(code: 1) }
  }
}
