import Foundation
import Net

@testable import Experiments

/// A data folder of short tones in noise at 16 kHz: something a narrow network learns within a few steps.
struct ToneFolder {
  static let classNames = ["high", "low", "middle"]
  let folder: TemporaryFolder
  var path: String { folder.path }

  /// Writes `recordings` clips a class, each of `seconds`.
  init(recordings: Int = 6, seconds: Double = 2, classes: [String] = ToneFolder.classNames) throws {
    folder = try TemporaryFolder()
    for (number, name) in classes.enumerated() {
      for recording in 0..<recordings {
        try write(
          "\(name)/\(name)\(recording).wav", hertz: 300 * Double(number * number + 1), seed: recording,
          seconds)
      }
    }
  }

  /// Writes one clip.
  func write(_ name: String, hertz: Double, seed: Int, _ seconds: Double = 2) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: name)
    let pitch = hertz * (1 + 0.1 * random.nextUniform())
    let samples = (0..<Int(seconds * 16_000)).map { index in
      Float(0.4 * sin(2 * .pi * pitch * Double(index) / 16_000)) + 0.02 * Float(random.nextNormal())
    }
    try DataFolder.write(WaveFile.bytes(samples[...], sampleRate: 16_000), to: name, in: folder)
  }
}
