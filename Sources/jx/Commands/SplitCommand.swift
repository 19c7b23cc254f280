internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Metrics

/// `jx split`: writes a config's split as a manifest, or shows what a split by clip would have claimed.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract:
      "Show a config's split, write it as a manifest, or show what a split by clip would have claimed.",
    discussion: """
      With --naive the config is trained twice: on its own split, and on one of the same sizes that deals clips out one by \
      one, so that slices of one recording train and test. Both runs are recorded, and their test figures stand side by \
      side. Anything that makes training shorter, such as --set train.epochs=3, serves both alike.

        jx split configs/quickstart.yaml --naive --set train.epochs=4
      """)

  @Argument(help: "The YAML config.", completion: .file(extensions: ["yaml", "yml"]))
  var config: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Override a key, such as train.epochs=4. Repeatable.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the split, with --naive the one by clip (default: <config's name>-by-clip.csv), as a manifest.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var output: String?

  @Flag(help: "Train both splits and show what the one by clip would have claimed.")
  var naive = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var format: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func run() throws {
    let resolved = try RunConfig.load(path: config, overrides: overrides + compute.overrides)
    let preparation = try Preparation(resolved)
    if naive { return try compareSplits(preparation) }
    if let output { try preparation.split.write(preparation.catalogue, to: output) }
    Output.result(try counts(preparation).rendered(as: format.format))
    for warning in preparation.split.warnings { Output.note("warning: \(warning)") }
    if let output { Output.note("\(output): the split, for data.split.manifest") }
  }

  private func counts(_ preparation: Preparation) -> Listing {
    var listing = Listing(
      "class", "train", "validation", "test", "unused", "recordings train", "validation recordings",
      "test recordings")
    for row in preparation.split.counts(in: preparation.catalogue) {
      listing.append(
        .text(row.className), .integer(row.clips(in: .train)), .integer(row.clips(in: .validation)),
        .integer(row.clips(in: .test)), .integer(row.unusedClips), .integer(row.recordings(in: .train)),
        .integer(row.recordings(in: .validation)), .integer(row.recordings(in: .test)))
    }
    return listing
  }

  private func compareSplits(_ preparation: Preparation) throws {
    let config = preparation.resolved.config
    guard preparation.split.count(of: .test) > 0 else {
      throw ValidationError("The config has no test split; give data.split.test or a test fold.")
    }
    let manifest = output ?? "\(config.name)-by-clip.csv"
    let perClip = preparation.split.perClip(preparation.catalogue, seed: config.seed)
    try perClip.write(preparation.catalogue, to: manifest)
    Interruption.install()
    let store = try Registry(directory: registry.folder)
    let honest = try train(preparation, tag: "split-by-recording", in: store)
    let leaky = try Preparation(
      RunConfig.load(
        path: self.config,
        overrides: overrides.filter { !$0.hasPrefix("data.split") } + compute.overrides
          + [
            "name=\(config.name.prefix(56))-by-clip", "data.allow_leaks=true",
            "data.split={manifest: '\(manifest)'}",
          ]))
    let naive = try train(leaky, tag: "split-by-clip", in: store)
    let comparison = try SplitComparison(
      (honest, preparation.split), (naive, perClip), preparation.catalogue, in: store)
    try comparison.print(as: format.format)
  }

  private func train(_ preparation: Preparation, tag: String, in store: Registry) throws -> RunID {
    let reporter = RunReporter(registryArgument: registry.argument)
    let training = TrainingRun(
      registry: store, cache: ExampleCache(), isCancelled: { Interruption.isRequested },
      observe: { reporter.report($0) })
    var id: RunID?
    try reporter.following {
      let (run, outcome) = try training.start(preparation, labels: RunLabels(tags: [tag]))
      id = run
      return outcome
    }
    guard let id else { throw Failure.Explained(code: 1) }
    return id
  }
}
