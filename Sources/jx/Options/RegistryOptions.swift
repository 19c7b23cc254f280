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

  /// The folder: the option, the environment variable `JX_REGISTRY`, or `runs`.
  var folder: String {
    registry ?? ProcessInfo.processInfo.environment["JX_REGISTRY"].flatMap { $0.isEmpty ? nil : $0 } ?? "runs"
  }

  /// The option as it is to be repeated in a command that is printed; empty where it was not given.
  var argument: String { registry.map { " --registry '\($0)'" } ?? "" }

  /// The registry, which must be there.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` if there is none.
  func open() throws -> Registry {
    guard FileManager.default.fileExists(atPath: folder + "/registry.sqlite") else {
      throw ExperimentError(
        .missingFile, found: "there is no registry in '\(folder)'",
        expected: "the folder that runs were recorded in",
        remedy: "Name it with --registry or JX_REGISTRY, or start a run: jx run configs/quickstart.yaml")
    }
    return try Registry(directory: folder, createsMissing: false)
  }
}
