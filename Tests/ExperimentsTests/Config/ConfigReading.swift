import Foundation

@testable import Experiments

/// Reads a config from a text that stands for the file `c.yaml`.
func readConfig(
  _ yaml: String, overrides: [String] = []
) throws(ExperimentError) -> ResolvedConfig {
  try RunConfig.parse(Array(yaml.utf8), path: "c.yaml", overrides: overrides)
}

/// The error of a config that should be refused; nil if it is not.
func refusal(_ yaml: String, overrides: [String] = []) -> ExperimentError? {
  do {
    _ = try readConfig(yaml, overrides: overrides)
    return nil
  } catch {
    return error
  }
}

/// The repository's root folder.
let repositoryRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
