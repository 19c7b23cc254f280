internal import ArgumentParser
internal import Audio
internal import Foundation

/// `jx spectrogram`: the log-mel picture of a recording, or its numbers.
struct SpectrogramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrogram",
    abstract: "Draw what the network sees of a recording, or write its numbers.",
    discussion: """
      The picture has time on x and the 64 mel bands on y, with seconds and Hz on the axes and the borders of the \
      examples. The array has the shape [n, 96, 64].
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

  func validate() throws {
    guard output.hasSuffix(".png") || output.hasSuffix(".npy") else {
      throw ValidationError("The output \(output) must end in .png (picture) or .npy (numbers).")
    }
  }

  func run() throws {
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

  private func summary(_ logMel: LogMel) -> String {
    "\((Double(logMel.sampleCount) / Double(LogMel.sampleRate)).formatted(digits: 2)) s of sound"
  }
}
