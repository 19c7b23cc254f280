internal import Audio

/// A recording that libsndfile reads or, where it can't and the program is there, ffmpeg.
final class RecordingStream {
  let sampleRate: Int
  private var library: AudioReader?
  private var program: ConvertedRecording?

  /// The longest recording: two weeks.
  private static let limits = DecodingLimits(maximumSeconds: 14 * 86_400)

  /// - Parameters:
  ///   - span: the part to read; nil for all.
  ///   - isCancelled: ends the other program's work.
  /// - Throws: `AudioError` or ``ExperimentError`` with the reason.
  init(path: String, span: ClipSpan?, isCancelled: @escaping () -> Bool) throws {
    do throws(AudioError) {
      let reader = try AudioReader(path: path, span: span, limits: Self.limits)
      sampleRate = reader.sampleRate
      library = consume reader
    } catch {
      guard error.code == .unsupportedFormat else { throw error }
      let converted = try ConvertedRecording(path: path, span: span, isCancelled: isCancelled)
      sampleRate = converted.sampleRate
      program = converted
    }
  }

  /// The length that the header promises, in seconds; nil where it doesn't know.
  var promisedSeconds: Double? { library?.promisedSeconds ?? nil }

  /// Reads the next block; returns its length, 0 at the end.
  func read(into block: inout [Float]) throws -> Int {
    if let program { return try program.read(into: &block) }
    return try library?.read(into: &block) ?? 0
  }
}
