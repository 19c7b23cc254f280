internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx watch`: follows a run that another process works on.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Follow a run live: progress, curves, rate and time left.",
    discussion: """
      For example: jx watch last. On a terminal the picture is drawn anew twice a second; elsewhere a line an epoch is \
      printed, from the run's first on. It ends when the run ends, with 0 if it finished, 130 if it was interrupted, 1 \
      if it failed or crashed.
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName = "last"

  @Flag(help: "Show the present state and end with 0.")
  var once = false

  @Flag(help: "Keep watching a run that stopped until it is resumed and finished.")
  var wait = false

  @Flag(help: "Print JSON, an object a line: status, epoch and end.")
  var json = false

  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if once && wait { throw ValidationError("--once and --wait exclude each other; take one.") }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    var view = view
    var seen: RunObservation?
    while true {
      let observation = try store.observe(id, since: seen)
      try view.show(observation)
      seen = observation
      let status = observation.details.status
      if once || status == .finished || Output.failure != nil { return }
      if status != .running, !wait { throw Failure.Explained(code: status == .interrupted ? 130 : 1) }
      Thread.sleep(forTimeInterval: 0.5)
    }
  }

  private var view: any WatchView {
    let isTerminal =
      isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    if json { return WatchJSON(isOnce: once) }
    if once || isTerminal {
      return WatchScreen(isRedrawn: isTerminal && !once, registryArgument: registry.argument)
    }
    return WatchLines(registryArgument: registry.argument)
  }
}
