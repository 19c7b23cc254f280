internal import ArgumentParser

/// `jx cache`: what is kept of recordings and frozen layers.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "List, verify and prune the cache of examples and activations.",
    discussion: """
      The cache is the folder that JX_CACHE names, or ~/.cache/jx. All of it can be computed again: for example, \
      jx cache prune --older-than 30 lets go of what no run has used for a month.
      """,
    subcommands: [CacheListCommand.self, CacheVerifyCommand.self, CachePruneCommand.self],
    defaultSubcommand: CacheListCommand.self)
}
