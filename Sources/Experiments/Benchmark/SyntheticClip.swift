internal import Foundation
internal import Net

/// A recording to measure with: 10 s of stereo, 44.1 kHz, 16-bit WAV, in the folder for temporary files; removed with
/// this object.
public final class SyntheticClip: Sendable {
  /// Where it is.
  public let path: String

  /// Writes the recording.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` if it cannot be written.
  public init() throws(ExperimentError) {
    path =
      FileManager.default.temporaryDirectory.appending(path: "jx-benchmark-\(UUID().uuidString).wav").path
    let bytes = WaveFile.bytes(Self.chirps(seconds: 10)[...], sampleRate: 44_100, channels: 2)
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw ExperimentError(
        .inputOutput, found: "\(path) cannot be written: \(error.localizedDescription)",
        remedy: "Name a writable folder in TMPDIR")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Rising tones over noise, interleaved stereo, in [-0.6, 0.6].
  private static func chirps(seconds: Int) -> [Float] {
    var random = RandomStream(seed: 1, purpose: "benchmark clip")
    var samples: [Float] = []
    samples.reserveCapacity(2 * 44_100 * seconds)
    for index in 0..<44_100 * seconds {
      let time = Double(index % 22_050) / 44_100
      let tone = 0.5 * sin(2 * .pi * (2_000 + 4_000 * time) * time)
      for _ in 0..<2 { samples.append(Float(tone + 0.1 * (random.nextUniform() - 0.5))) }
    }
    return samples
  }
}
