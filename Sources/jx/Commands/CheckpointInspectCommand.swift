internal import ArgumentParser
internal import Experiments

/// `jx checkpoint inspect`: the variables of a checkpoint and whether a run can start from it.
struct CheckpointInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List a checkpoint's variables and say whether jx can start from it.",
    discussion: """
      Reads every value and verifies the checksums. FILE is a TensorFlow checkpoint (V1; V2 by its prefix or index; \
      either in .tar, .tgz or .gz), a safetensors or an npz file.
      """)

  @Argument(help: "The checkpoint.", completion: .file())
  var file: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = try CheckpointReport(path: file)
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(CheckpointText.object(report)))
    case .csv: Output.result(try CheckpointText.listing(report, .csv).rendered(as: .csv))
    case .table:
      Output.line(CheckpointText.heading(report))
      Output.result(try CheckpointText.listing(report, .table).rendered(as: .table))
      Output.line(CheckpointText.verdict(report))
    }
  }
}
