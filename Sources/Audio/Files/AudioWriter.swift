internal import CSndFile

/// Writes clips of one channel as files of 16 bits a sample.
public enum AudioWriter {
  /// The formats that can be written.
  public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    /// WAV, 16-bit PCM.
    case wav
    /// FLAC, 16 bits, lossless.
    case flac
  }

  /// Writes a clip, atomically: a file appears complete or not at all.
  ///
  /// Samples are rounded to the nearest of 65,536 steps; beyond full scale they are clipped.
  ///
  /// - Parameters:
  ///   - clip: the samples.
  ///   - path: the file; replaced if there is one.
  ///   - format: nothing is concluded from the path.
  ///   - waitsForDisk: whether the samples are on the disk when the file appears; without it, a power failure may leave an empty
  ///     file of that name.
  /// - Throws: ``AudioError/Code/writeFailed``; ``AudioError/Code/notFinite`` for a sample that is no number.
  public static func write(
    _ clip: Clip, to path: String, format: Format, waitsForDisk: Bool = true
  ) throws(AudioError) {
    guard let samples = quantized(clip.samples) else {
      throw AudioError(.notFinite, file: path, found: "samples that are no numbers")
    }
    var file = AtomicFile(path: path)
    var info = SF_INFO()
    info.samplerate = CInt(clip.sampleRate)
    info.channels = 1
    info.format = CInt((format == .wav ? SF_FORMAT_WAV : SF_FORMAT_FLAC) | SF_FORMAT_PCM_16)
    guard let handle = unsafe sf_open(file.temporaryPath, CInt(SFM_WRITE), &info) else {
      throw AudioError(
        .writeFailed, file: path, found: "cannot be written as \(format.rawValue)",
        expected: "a folder with write permission and a sample rate that the format allows")
    }
    let written = unsafe sf_writef_short(handle, samples, sf_count_t(samples.count))
    let reason = unsafe String(cString: sf_strerror(handle))
    let status = unsafe sf_close(handle)
    guard written == samples.count, status == 0 else { throw file.failure(reason) }
    try file.commit(waitsForDisk: waitsForDisk)
  }

  /// Samples in steps of 1/32,768; nil if one is no number.
  private static func quantized(_ samples: [Float]) -> [Int16]? {
    var steps: [Int16] = []
    steps.reserveCapacity(samples.count)
    for sample in samples {
      guard !sample.isNaN else { return nil }
      steps.append(Int16(max(-32_768, min(32_767, (sample * 32_768).rounded()))))
    }
    return steps
  }
}
