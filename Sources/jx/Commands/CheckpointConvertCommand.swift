internal import ArgumentParser
internal import Experiments
internal import Net

/// `jx checkpoint convert`: the variables of a checkpoint as safetensors or npz.
struct CheckpointConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a checkpoint's variables as safetensors or npz, in the types in which they are stored.",
    discussion: "IN is whatever `jx checkpoint inspect` reads; texts and the like are left out and named.")

  @Argument(help: ArgumentHelp("The checkpoint.", valueName: "in"), completion: .file())
  var input: String

  @Argument(
    help: ArgumentHelp("A path that ends in .safetensors or .npz.", valueName: "out"),
    completion: .file(extensions: ["safetensors", "npz"]))
  var output: String

  func validate() throws {
    guard output.hasSuffix(".safetensors") || output.hasSuffix(".npz") else {
      throw ValidationError("The output \(output) must end in .safetensors or .npz.")
    }
  }

  func run() throws {
    let checkpoint = try Checkpoint(path: input)
    var file = try AtomicFile(path: output)
    var byteCount = 0
    if output.hasSuffix(".npz") {
      try checkpoint.writeNPZ { bytes in
        try file.write(bytes)
        byteCount += bytes.byteCount
      }
    } else {
      try checkpoint.writeSafetensors { bytes in
        try file.write(bytes)
        byteCount += bytes.byteCount
      }
    }
    try file.commit()
    for variable in checkpoint.variables where variable.element == nil {
      Output.note("left out \(variable.shape.name), which is of type \(variable.typeName)")
    }
    let count = checkpoint.variables.count { $0.element != nil }
    Output.line("\(output): \(count) variables, \(byteCount) bytes")
  }
}
