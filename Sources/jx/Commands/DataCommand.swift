internal import ArgumentParser

/// `jx data`: what is done to folders of recordings.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Audit a folder of recordings, import recordings, or make the demo data.",
    subcommands: [DataCheckCommand.self, DataImportCommand.self, DataDemoCommand.self])
}
