internal import ArgumentParser
internal import Experiments

/// `jx delete`: puts runs aside.
struct DeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Put runs aside; nothing is removed from the disk.",
    discussion: """
      For example: jx delete 4f2a slower. Deleted runs are listed by jx runs --deleted, taken back by jx restore and \
      removed for good by jx gc.
      """)

  @Argument(help: "Runs: ids, unique prefixes, names, or last.")
  var runs: [String]

  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let store = try registry.open()
    // All names are looked up first: a mistake in one leaves the others as they are.
    for id in try runs.map({ try store.resolve($0) }) {
      try store.setDeleted(true, id)
      Output.line("run \(id) is deleted; to take it back: jx restore \(id)\(registry.argument)")
    }
  }
}
