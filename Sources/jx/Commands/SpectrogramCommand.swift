internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation

/// `jx spectrogram`: the log-mel picture of a recording, or its numbers.
struct SpectrogramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrogram",
    abstract: "Draw what the network sees of a recording, or write its numbers.",
    discussion: """
      The picture has time on x and the 64 mel bands on y, with seconds and Hz on the axes and the borders of the \
      examples. The array has the shape [n, 96, 64].

      With --augment it shows what the augmentation of a config makes of the recording, one variant below the other, \
      beginning with the recording as it is; the array is then [1 + variants, n, 96, 64]:

        jx spectrogram clip.wav --augment birds.yaml --seed 7 -o variants.png
      """)

  @Argument(help: "The recording.", completion: .file())
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A .png for the picture or a .npy for the examples.", valueName: "path"),
    completion: .file(extensions: ["png", "npy"]))
  var output: String

  @Option(help: "Seconds from the start of one example to that of the next.")
  var hopSeconds = 0.96

  @Flag(help: "Continue a recording that is too short with silence to one example.")
  var padShort = false

  @Option(
    help: ArgumentHelp("Show the augmentation of this config.", valueName: "config"),
    completion: .file(extensions: ["yaml", "yml"]))
  var augment: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a key of that config, such as augment.mixup=0.3. Repeatable.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: "The seed of the variants (default: the config's).")
  var seed: UInt64?

  @Option(help: "How many variants to show.")
  var variants = 3

  func validate() throws {
    guard augment != nil || (seed == nil && overrides.isEmpty) else {
      throw ValidationError("--seed and --set go with --augment CONFIG.")
    }
    guard (1...20).contains(variants) else { throw ValidationError("--variants takes 1 to 20.") }
    guard output.hasSuffix(".png") || output.hasSuffix(".npy") else {
      throw ValidationError("The output \(output) must end in .png (picture) or .npy (numbers).")
    }
  }

  func run() throws {
    if let augment { return try showVariants(augment) }
    let frontEnd = try FrontEnd(hopSeconds: hopSeconds, padShort: padShort)
    let logMel = try frontEnd.logMel(ofFile: file)
    if output.hasSuffix(".png") {
      let title = URL(fileURLWithPath: file).lastPathComponent
      let picture = try SpectrogramPicture(of: logMel, frontEnd: frontEnd, title: title)
      try picture.writePNG(to: output)
      Output.line("\(output): \(picture.size.width) × \(picture.size.height) pixels, \(summary(logMel))")
    } else {
      let examples: Examples
      do throws(AudioError) { examples = try frontEnd.examples(of: logMel) } catch {
        throw error.naming(file)
      }
      try NPYFile(shape: [examples.count, Examples.rows, Examples.bands], values: examples.values)
        .write(to: output)
      Output.line("\(output): [\(examples.count), \(Examples.rows), \(Examples.bands)], \(summary(logMel))")
    }
  }

  /// Draws or writes the examples as they are, and as they come out in the first epochs.
  private func showVariants(_ path: String) throws {
    let seeds = seed.map { ["seed=\($0)"] } ?? []
    let resolved = try RunConfig.load(path: path, overrides: overrides + seeds)
    let preview = try AugmentationPreview(resolved, file: file, cache: ExampleCache())
    let original = try preview.original()
    let all = try [original] + (1...variants).map { try preview.variant($0) }
    guard output.hasSuffix(".png") else {
      try NPYFile(
        shape: [all.count, original.count, Examples.rows, Examples.bands], values: all.flatMap(\.values)
      ).write(to: output)
      return Output.line(
        "\(output): [\(all.count), \(original.count), \(Examples.rows), \(Examples.bands)], the recording and "
          + "\(variants) variants")
    }
    let frontEnd = try FrontEnd()
    let name = URL(fileURLWithPath: file).lastPathComponent
    var pictures: [SpectrogramPicture] = []
    for (number, examples) in all.enumerated() {
      let sampleCount = examples.count * Examples.rows * LogMel.hopLength
      pictures.append(
        try SpectrogramPicture(
          of: LogMel(values: examples.values, sampleCount: sampleCount), frontEnd: frontEnd,
          title: number == 0 ? name : "variant \(number), seed \(resolved.config.seed)",
          colouredAs: pictures.first))
    }
    try SpectrogramPicture.writePNG(pictures, to: output)
    Output.line(
      "\(output): \(pictures[0].size.width) × \(pictures[0].size.height * all.count) pixels, the recording and "
        + "\(variants) variants")
  }

  private func summary(_ logMel: LogMel) -> String {
    "\((Double(logMel.sampleCount) / Double(LogMel.sampleRate)).formatted(digits: 2)) s of sound"
  }
}
