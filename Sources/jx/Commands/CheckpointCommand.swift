internal import ArgumentParser

/// `jx checkpoint`: what is done to files of weights.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Look into checkpoints and convert them: TensorFlow's, safetensors, npz.",
    subcommands: [CheckpointInspectCommand.self, CheckpointConvertCommand.self])
}
