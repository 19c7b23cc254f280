internal import ArgumentParser

/// `jx registry`: what is done to whole registries.
struct RegistryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry",
    abstract: "Rebuild a registry from its run folders, or take over the runs of another.",
    subcommands: [RegistryRebuildCommand.self, RegistryMergeCommand.self])
}
