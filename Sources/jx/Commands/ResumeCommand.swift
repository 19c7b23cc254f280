internal import ArgumentParser
internal import Experiments

/// `jx resume`: goes on where a run stopped.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Continue a run exactly where it stopped, or train a finished one further.",
    discussion: """
      A damaged last snapshot costs the epochs behind the one before, which are trained again; --strict refuses.

      Example: jx resume last --epochs 90 --schedule restart
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Option(help: ArgumentHelp("How many epochs the run shall have in all.", valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "With --epochs: what becomes of the learning-rate schedule: keep, stretch or restart.",
      valueName: "how"),
    completion: .list(ScheduleContinuation.allCases.map(\.rawValue)))
  var schedule: String?

  @Flag(help: "Refuse to go back behind a damaged snapshot.")
  var strict = false

  @Flag(help: "Only check: take the next batches twice from the last snapshot, compare bits, record nothing.")
  var verify = false

  @Flag(help: "With --verify: train the snapshot before up to the last one too, and compare bits.")
  var replay = false

  @Flag(help: "With --verify: print JSON.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Whether outputs of frozen layers are kept on disk: \(Self.cacheChoices.joined(separator: ", ")).",
      valueName: "which"),
    completion: .list(cacheChoices))
  var cache: String?

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  private var continuation: ScheduleContinuation? { schedule.flatMap(ScheduleContinuation.init(rawValue:)) }

  private static let cacheChoices = CacheConfig.Activations.allCases.map(\.rawValue)
  private var overrides: [String] { compute.overrides + (cache.map { ["cache.activations=\($0)"] } ?? []) }

  func validate() throws {
    if let cache, !Self.cacheChoices.contains(cache) {
      throw ValidationError("--cache \(cache) is none of \(Self.cacheChoices.joined(separator: ", ")).")
    }
    if let epochs, epochs < 1 { throw ValidationError("--epochs \(epochs) is less than 1.") }
    if let schedule, continuation == nil {
      throw ValidationError("--schedule is '\(schedule)'; take keep, stretch or restart.")
    }
    if replay, !verify { throw ValidationError("--replay is a part of --verify.") }
    if verify, epochs != nil || schedule != nil || strict {
      throw ValidationError("--verify trains nothing: leave --epochs, --schedule and --strict out.")
    }
    if json, !verify { throw ValidationError("--json is a part of --verify.") }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    Interruption.install(outlivesReader: true)
    let reporter = RunReporter(registryArgument: registry.argument)
    let training = TrainingRun(
      registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
      observe: { reporter.report($0) })
    guard verify else {
      try reporter.following {
        try training.resume(
          id, epochs: epochs, schedule: continuation, isStrict: strict, overrides: overrides)
      }
      return
    }
    let check = try training.verify(id, replays: replay, overrides: overrides)
    reporter.clear()
    Output.result(
      json ? try JSONObject.encoded(check, isSnakeCase: true) : ResumeCheckText.text(check, run: id))
    if !check.isGood { throw Failure.Explained(code: 1) }
  }
}
