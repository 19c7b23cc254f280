internal import ArgumentParser

/// `jx checkpoint`: what is done to files of weights.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Fetch checkpoints, look into them and convert them: TensorFlow's, safetensors, npz.",
    subcommands: [
      CheckpointFetchCommand.self, CheckpointInspectCommand.self, CheckpointConvertCommand.self,
    ])
}
