internal import ArgumentParser
internal import Experiments

/// `jx export`: a trained network for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run's network for TensorFlow, TensorFlow Serving, ONNX, PyTorch or NumPy.",
    discussion: """
      OUT is a file; of savedmodel the model's folder, in which the next version appears; of tf-checkpoint the prefix of \
      its files. A list of the classes lies with it. The input is log-mel examples [n, 96, 64], as `jx spectrogram FILE \
      -o X.npy` writes them.

      Example: jx export last --format savedmodel -o jibjib_model
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Option(
    help: ArgumentHelp(
      "\(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"),
    completion: .list(ExportFormat.allCases.map(\.rawValue)))
  var format: String

  @Option(name: [.customShort("o"), .long], help: "Where to.", completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp(
      "Names and layout in safetensors and npz: \(ExportLayout.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name"),
    completion: .list(ExportLayout.allCases.map(\.rawValue)))
  var layout = ExportLayout.tensorflow.rawValue

  @Flag(help: "Also Adam's moments and step, in tf-checkpoint, safetensors and npz.")
  var optimizerState = false

  @Option(help: ArgumentHelp("The SavedModel's version; unless given, the next free one.", valueName: "n"))
  var modelVersion: Int?

  @Option(
    help: ArgumentHelp(
      "Also write examples with what jx computes from them, to check a server against.", valueName: "npz"),
    completion: .file(extensions: ["npz"]))
  var sample: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard let known = ExportFormat(rawValue: format) else {
      throw ValidationError(
        "There is no format '\(format)'; take \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    guard let layout = ExportLayout(rawValue: layout) else {
      throw ValidationError(
        "There is no layout '\(layout)'; take \(ExportLayout.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    let isFile = known == .safetensors || known == .npz
    if layout == .torchvggish, !isFile || optimizerState {
      throw ValidationError("--layout torchvggish is for safetensors and npz, without --optimizer-state.")
    }
    if optimizerState, !isFile, known != .tensorFlowCheckpoint {
      throw ValidationError("--optimizer-state is for tf-checkpoint, safetensors and npz.")
    }
    if let modelVersion {
      guard known == .savedModel else { throw ValidationError("--model-version is for savedmodel.") }
      guard modelVersion > 0 else { throw ValidationError("--model-version \(modelVersion) is less than 1.") }
    }
    if let sample, !sample.hasSuffix(".npz") {
      throw ValidationError("The sample \(sample) must end in .npz.")
    }
    guard !output.isEmpty else { throw ValidationError("--output is empty.") }
  }

  func run() throws {
    guard let format = ExportFormat(rawValue: format), let layout = ExportLayout(rawValue: layout) else {
      return
    }
    let store = try registry.open()
    let id = try store.resolve(runName)
    let export = try RunExport(of: id, in: store, snapshot: snapshot.selector)
    Interruption.install()
    var bar: ByteProgress?
    defer { bar?.clear() }
    let path = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
    let model = try export.write(
      format, to: path, layout: layout, optimizerState: optimizerState, version: modelVersion
    ) { done, total in
      if bar == nil { bar = ByteProgress("writing", total: total) }
      try bar?.update(done)
    }
    bar?.clear()
    if let sample { try export.writeSample(to: sample, compute: compute.config) }
    if !model.omittedLayers.isEmpty {
      Output.note("left out \(model.omittedLayers.joined(separator: ", ")): torchvggish has no head")
    }
    if let basis = export.decision.basis, basis.snapshot != export.snapshot.position {
      Output.note(
        "calibration and thresholds were fitted on \(basis.snapshot), not on this snapshot: "
          + "jx calibrate \(id) --snapshot \(snapshot.snapshot)")
    }
    if json {
      Output.result(try JSONObject.encoded(ExportText.object(model, of: export, format, sample: sample)))
    } else {
      Output.result(ExportText.lines(model, of: export, format, sample: sample))
    }
  }
}
