internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `--registry`, which every command that touches runs takes.
struct RegistryOptions: ParsableArguments {
  @Option(
    name: .customLong("registry"),
    help: ArgumentHelp(
      "The folder of the registry and its runs (default: $JX_REGISTRY, or runs).", valueName: "dir"),
    completion: .directory)
  var registry: String?

  // Rarely wanted, and named by the error that asks for it.
  @Flag(
    name: .customLong("force"),
    help: ArgumentHelp(
      "Use a registry on a network file system, where its locks don't hold, from this machine alone.",
      visibility: .hidden))
  var isForced = false

  /// The folder: the option, the environment variable `JX_REGISTRY`, or `runs`.
  var folder: String {
    registry ?? ProcessInfo.processInfo.environment["JX_REGISTRY"].flatMap { $0.isEmpty ? nil : $0 } ?? "runs"
  }

  /// The option as it is to be repeated in a command that is printed; empty where it was not given.
  var argument: String { (registry.map { " --registry '\($0)'" } ?? "") + (isForced ? " --force" : "") }

  /// The registry, which must be there.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` if there is none.
  func open() throws -> Registry {
    guard FileManager.default.fileExists(atPath: folder + "/registry.sqlite") else {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let hasRuns = names.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0)/run.json") }
      throw ExperimentError(
        .missingFile,
        found: hasRuns ? "\(folder)/registry.sqlite is missing" : "there is no registry in '\(folder)'",
        expected: "the folder that runs were recorded in",
        remedy: hasRuns
          ? "Restore it from the run folders: jx registry rebuild\(argument)"
          : "Name it with --registry or JX_REGISTRY, or start a run: jx run configs/quickstart.yaml")
    }
    return try Registry(directory: folder, createsMissing: false, allowsNetworkFileSystem: isForced)
  }

  /// The registry, which is made with the first run if it is not there.
  func openOrMake() throws -> Registry {
    try Registry(directory: folder, allowsNetworkFileSystem: isForced)
  }
}
