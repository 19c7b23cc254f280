internal import ArgumentParser
internal import Foundation

/// `jx`: parses, calls and prints. What it does stands in `Experiments` and below.
@main
struct JX: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jx",
    abstract: "Trains, records, compares and queries VGGish classifiers of bird song.",
    discussion: """
      Start with `jx data demo demo` and `jx run configs/quickstart.yaml`, or `jx run --dry-run CONFIG` to see what a \
      config would do. RUN is a run's id, a unique prefix of it, its name, or `last`.
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self, SweepCommand.self, ResumeCommand.self, RunsCommand.self, ShowCommand.self,
      WatchCommand.self,
      CompareCommand.self, EvalCommand.self, CalibrateCommand.self, QueryCommand.self, EmbedCommand.self,
      PlotCommand.self, ReportCommand.self, SpectrogramCommand.self, DataCommand.self, SplitCommand.self,
      CheckpointCommand.self,
      ExportCommand.self, RerunCommand.self, ForkCommand.self, TagCommand.self, NoteCommand.self,
      DeleteCommand.self, RestoreCommand.self, GCCommand.self, RegistryCommand.self, CacheCommand.self,
      DoctorCommand.self, BenchCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
      if let reason = Output.failure { throw Failure.unwritten(reason) }
    } catch {
      Failure.exit(with: error)
    }
  }
}
