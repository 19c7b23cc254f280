internal import ArgumentParser
internal import Experiments
internal import Net

/// `jx checkpoint convert`: the variables of a checkpoint in another format.
struct CheckpointConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a checkpoint's variables in another format, in the types in which they are stored.",
    discussion: """
      IN is whatever `jx checkpoint inspect` reads; texts and the like are left out and named. TensorFlow's first format \
      is one file, its second OUT.index and OUT.data-00000-of-00001.

      Example: jx checkpoint convert vggish_model.ckpt vggish.ckpt-1 --format tensorflow-v2
      """)

  @Argument(help: ArgumentHelp("The checkpoint.", valueName: "in"), completion: .file())
  var input: String

  @Argument(
    help: ArgumentHelp("The path of the new checkpoint, or the prefix of its files.", valueName: "out"),
    completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp(
      "\(CheckpointFormat.allCases.map(\.rawValue).joined(separator: ", ")); unless given, OUT ends in .safetensors, .npz or .index.",
      valueName: "name"),
    completion: .list(CheckpointFormat.allCases.map(\.rawValue)))
  var format: String?

  func validate() throws {
    let known = CheckpointFormat.allCases.map(\.rawValue).joined(separator: ", ")
    if let format, CheckpointFormat(rawValue: format) == nil {
      throw ValidationError("There is no format '\(format)'; take \(known).")
    }
    guard outputFormat != nil else {
      throw ValidationError("The ending of \(output) names no format; say --format \(known).")
    }
  }

  func run() throws {
    guard let outputFormat else { return }
    let checkpoint = try Checkpoint(path: input)
    Interruption.install()
    var bar = ByteProgress("writing", total: checkpoint.byteCount)
    defer { bar.clear() }
    let file = try CheckpointFile.write(checkpoint, as: outputFormat, to: output) { done in
      try bar.update(done)
    }
    bar.clear()
    for variable in checkpoint.variables where variable.element == nil {
      Output.note("left out \(variable.shape.name), which is of type \(variable.typeName)")
    }
    let count = checkpoint.variables.count { $0.element != nil }
    Output.line("\(file.paths.joined(separator: ", ")): \(count) variables, \(file.byteCount) bytes")
  }

  private var outputFormat: CheckpointFormat? {
    format.map { CheckpointFormat(rawValue: $0) } ?? CheckpointFormat(ofPath: output)
  }
}
