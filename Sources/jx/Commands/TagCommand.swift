internal import ArgumentParser
internal import Experiments

/// `jx tag`: adds and removes tags.
struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Add and remove tags of a run, or show them.",
    usage: "jx tag <run> [+<tag> | -<tag> ...] [--json] [--csv] [--registry <dir>]",
    discussion: "For example: jx tag last +baseline -draft. A tag without a sign is added.")

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("Tags to add (+) and to remove (-).", valueName: "+/-tag"))
  var changes: [String] = []

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if let option = changes.first(where: { $0.hasPrefix("--") }) {
      throw ValidationError("Unknown option '\(option)'.")
    }
    if let sign = changes.first(where: { $0 == "+" || $0 == "-" }) {
      throw ValidationError("'\(sign)' lacks the tag behind it.")
    }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    var adding: Set<String> = []
    var removing: Set<String> = []
    for change in changes {
      if change.hasPrefix("-") {
        removing.insert(String(change.dropFirst()))
      } else {
        adding.insert(change.hasPrefix("+") ? String(change.dropFirst()) : change)
      }
    }
    if let both = adding.intersection(removing).min() {
      throw ValidationError("'\(both)' is to be added and removed; take one.")
    }
    let before = try store.details(of: id).tags
    for tag in removing.subtracting(before).sorted() { Output.note("run \(id) has no tag '\(tag)'") }
    if !changes.isEmpty { try store.changeTags(of: id, adding: adding, removing: removing) }
    let tags = try store.details(of: id).tags
    guard output.format == .table else {
      var listing = Listing("id", "tag")
      for tag in tags { listing.append(.text(id.text), .text(tag)) }
      Output.result(try listing.rendered(as: output.format))
      return
    }
    Output.line("run \(id): " + (tags.isEmpty ? "no tags" : "tags " + tags.joined(separator: ", ")))
  }
}
