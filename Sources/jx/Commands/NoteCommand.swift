internal import ArgumentParser
internal import Experiments

/// `jx note`: a run's note.
struct NoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "Replace a run's note, or print it.",
    discussion: "For example: jx note last 'overfits from epoch 9 on'. An empty text removes the note.")

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Argument(help: "The new note; without it the present one is printed.")
  var text: String?

  @Flag(help: "Put the text on a line of its own behind the present note.")
  var append = false

  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if append && text == nil { throw ValidationError("--append takes a text.") }
  }

  func run() throws {
    let store = try registry.open()
    let id = try store.resolve(runName)
    let present = try store.details(of: id).note
    guard let text else {
      Output.line(present)
      return
    }
    try store.setNote(of: id, to: append && !present.isEmpty ? present + "\n" + text : text)
  }
}
