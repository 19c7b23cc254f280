internal import ArgumentParser

/// `jx-bench`: measures jx beside TensorFlow, PyTorch and librosa.
@main
struct JXBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jx-bench",
    abstract:
      "Measures training, inference, features and memory, in rounds with TensorFlow, PyTorch and librosa.",
    subcommands: [CompareCommand.self, ServeCommand.self, LimitsCommand.self],
    defaultSubcommand: CompareCommand.self)
}
