internal import ArgumentParser
internal import Experiments

/// `jx restore`: takes deleted runs back.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Take deleted runs back.",
    discussion: "For example: jx restore 4f2a. jx runs --deleted lists what can be taken back.")

  @Argument(help: "Deleted runs: ids, unique prefixes, names, or last.")
  var runs: [String]

  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let store = try registry.open()
    for id in try runs.map({ try store.resolve($0, deleted: true) }) {
      guard try store.details(of: id).deletedAt != nil else {
        Output.note("run \(id) is not deleted")
        continue
      }
      try store.setDeleted(false, id)
      Output.line("run \(id) is back")
    }
  }
}
