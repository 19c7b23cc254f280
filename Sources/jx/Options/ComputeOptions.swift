internal import ArgumentParser
internal import Experiments
internal import Net

/// `--engine` and `--threads`, which every command that computes takes.
struct ComputeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What computes: \(EngineName.allCases.map(\.rawValue).joined(separator: ", ")), or auto for the fastest here.",
      valueName: "name"),
    completion: .list(["auto"] + EngineName.allCases.map(\.rawValue)))
  var engine: String?

  @Option(help: ArgumentHelp("Threads that compute; 0 for one a core.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let engine, engine != "auto", EngineName(rawValue: engine) == nil {
      throw ValidationError(
        "There is no engine '\(engine)'; take auto, "
          + EngineName.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
    if let threads, threads < 0 || threads > 1024 {
      throw ValidationError("--threads \(threads) is not between 0 and 1024.")
    }
  }

  /// The options as overrides of a config; empty for those that were not given.
  var overrides: [String] {
    (engine.map { ["compute.engine=\($0)"] } ?? []) + (threads.map { ["compute.threads=\($0)"] } ?? [])
  }

  /// The options as a section of a config.
  var config: ComputeConfig {
    ComputeConfig(engine: engine.flatMap { EngineName(rawValue: $0) }, threads: threads ?? 0)
  }
}
