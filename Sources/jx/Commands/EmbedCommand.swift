internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation

/// `jx embed`: what VGGish makes of recordings, for other programs.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Write the embeddings of recordings: 128 numbers for each example of 0.96 s.",
    discussion: """
      OUT ends in .npy (an array, with file and times of each row in OUT's name with .index.csv), .csv, .safetensors or \
      .npz. A recording that can't be read is reported and does not stop the others. With --pca the embeddings go \
      through Google's postprocessor into 8 bits.

      Example: jx embed birds --checkpoint google -o birds.npy
      """)

  @Argument(help: "Recordings, or folders of them.", completion: .file())
  var files: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "out"), completion: .file())
  var output: String

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The run whose network embeds: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String?

  @Option(
    help: ArgumentHelp("The checkpoint that embeds: google, jibjib or a path.", valueName: "checkpoint"),
    completion: .file())
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "vggish_pca_params.npz, or google for the one that was fetched: rotate, clip to ±2, 8 bits. Means --linear.",
      valueName: "file"), completion: .file(extensions: ["npz"]))
  var pca: String?

  @Flag(help: "Take the embedding before its ReLU, as Google's later release has it.")
  var linear = false

  @Option(help: "Seconds from the start of one example to that of the next (default: the run's, or 0.96).")
  var hopSeconds: Double?

  @Flag(help: "Continue recordings that are too short with silence to one example.")
  var padShort = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard EmbeddingFile(path: output) != nil else {
      let endings = EmbeddingFile.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw ValidationError("The output \(output) must end in one of \(endings).")
    }
    guard (runName == nil) != (checkpoint == nil) else {
      throw ValidationError("Give one of --run and --checkpoint.")
    }
    do throws(AudioError) { _ = try FrontEnd(hopSeconds: hopSeconds ?? 0.96) } catch {
      throw ValidationError("--hop-seconds: \(error).")
    }
  }

  func run() throws {
    guard let form = EmbeddingFile(path: output) else { return }
    let start = ContinuousClock.now
    Interruption.install()
    let postprocessor = try pca.map { try EmbeddingPostprocessor(path: try pcaPath($0)) }
    let embedder = try embedder(isLinear: linear || pca != nil)
    if let note = embedder.engineNote { Output.note(note) }
    let (recordings, problems) = RecordingList.expand(files)
    let reporter = RunReporter()
    defer { reporter.clear() }
    func tell(_ problem: FileProblem) {
      reporter.clear()
      Output.note("error: \(problem.path): \(problem.reason)")
    }
    for problem in problems { tell(problem) }
    var report = try EmbeddingRun(embedder, postprocessor: postprocessor, form: form).run(
      recordings, to: output, isCancelled: { Interruption.isRequested }, skip: tell,
      progress: { reporter.draw("embedding", total: recordings.count, unit: "files", done: $0) })
    reporter.clear()
    report.skipped = problems + report.skipped
    if json {
      Output.result(
        try JSONObject.encoded(object(report, embedder, seconds: (ContinuousClock.now - start).seconds)))
    } else {
      Output.line(text(report))
    }
    if !report.skipped.isEmpty { throw Failure.Explained(code: 1) }
  }

  private func embedder(isLinear: Bool) throws -> Embedder {
    if let runName {
      let store = try registry.open()
      let id = try store.resolve(runName)
      return try Embedder(
        of: id, in: store, snapshot: snapshot.selector, isLinear: isLinear,
        features: features(basedOn:), compute: compute.config)
    }
    let name = checkpoint ?? ""
    let path: String
    if let release = CheckpointSource(name)?.release {
      guard let found = release.path() else { throw release.missing() }
      path = found
    } else {
      path = name
    }
    return try Embedder(
      checkpoint: path, isLinear: isLinear, features: features(basedOn: FeatureConfig()),
      compute: compute.config)
  }

  private func features(basedOn base: FeatureConfig) -> FeatureConfig {
    FeatureConfig(hopSeconds: hopSeconds ?? base.hopSeconds, padShort: padShort || base.padShort)
  }

  private func pcaPath(_ name: String) throws -> String {
    guard name == CheckpointRelease.google.rawValue else { return name }
    guard let path = CheckpointRelease.googlePCA.path() else { throw CheckpointRelease.googlePCA.missing() }
    return path
  }

  private func text(_ report: EmbeddingReport) -> String {
    var text =
      "\(output): \(grouped(report.embeddingCount)) embeddings of \(report.valueCount)"
      + " from \(grouped(report.fileCount)) recordings"
    if report.outputs.count > 1 { text += ", their places in \(report.outputs[0])" }
    if !report.skipped.isEmpty { text += "; \(report.skipped.count) could not be read" }
    return text
  }

  private func object(_ report: EmbeddingReport, _ embedder: Embedder, seconds: Double) -> JSONObject {
    JSONObject([
      ("outputs", report.outputs), ("recordings", report.fileCount), ("embeddings", report.embeddingCount),
      ("values", report.valueCount), ("type", pca == nil ? "float32" : "uint8"), ("origin", embedder.origin),
      ("seconds", seconds),
      ("skipped", report.skipped.map { JSONObject([("path", $0.path), ("reason", $0.reason)]) }),
    ])
  }
}
