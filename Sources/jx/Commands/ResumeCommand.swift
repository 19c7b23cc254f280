internal import ArgumentParser
internal import Experiments

/// `jx resume`: goes on where a run stopped.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Continue a run exactly where it stopped, or train a finished one further.")

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Option(help: ArgumentHelp("How many epochs the run shall have in all.", valueName: "n"))
  var epochs: Int?

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if let epochs, epochs < 1 { throw ValidationError("--epochs \(epochs) is less than 1.") }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    Interruption.install()
    let reporter = RunReporter(registryArgument: registry.argument)
    let training = TrainingRun(
      registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
      observe: { reporter.report($0) })
    try reporter.following {
      try training.resume(id, epochs: epochs, overrides: compute.overrides)
    }
  }
}
