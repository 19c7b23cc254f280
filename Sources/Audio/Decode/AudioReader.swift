/// A recording that is read block by block, averaged to one channel, in memory that does not grow with its length.
public struct AudioReader: ~Copyable {
  /// The file.
  public let path: String
  /// Samples a second.
  public let sampleRate: Int
  /// How the recording is stored.
  public let source: Clip.Source
  /// The part that is read; nil for the whole recording.
  public let span: ClipSpan?
  /// The samples read so far, from the beginning of ``span`` on.
  public private(set) var position = 0

  private let file: SoundFile
  private let maximumFrames: Int
  private let leastFrames: Int
  /// Frames before the span.
  private let firstFrame: Int
  /// Frames within the span; `Int.max` for one that ends with the recording.
  private let spanFrames: Int
  private var interleaved: InterleavedBlock
  private var isFinished = false

  /// Opens a recording.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - span: the part to read; nil for all of it. What lies before it is not decoded where the format can do without.
  ///   - limits: what is still accepted; the duration is that of the span.
  /// - Throws: ``AudioError``: ``AudioError/Code/missingFile``, ``AudioError/Code/unreadable``,
  ///   ``AudioError/Code/unsupportedFormat``, ``AudioError/Code/empty`` for a file of no bytes,
  ///   ``AudioError/Code/malformed`` for one whose header promises more than it holds, ``AudioError/Code/tooLong``.
  public init(
    path: String, span: ClipSpan? = nil, limits: DecodingLimits = .standard
  ) throws(AudioError) {
    let extent = try ContainerExtent(path: path)
    let file = try SoundFile(path: path)
    guard limits.sampleRates.contains(file.sampleRate) else {
      throw AudioError(
        .unsupportedFormat, file: path, found: "a sample rate of \(file.sampleRate) Hz",
        expected: "\(limits.sampleRates.lowerBound) to \(limits.sampleRates.upperBound) Hz")
    }
    let firstFrame = span?.firstFrame(atHertz: file.sampleRate) ?? 0
    if firstFrame > 0 {
      if let frames = file.exactFrames, firstFrame >= frames {
        throw Self.beyondEnd(firstFrame, path: path, frames: frames, sampleRate: file.sampleRate)
      }
      guard file.seek(toFrame: firstFrame) else {
        throw AudioError(
          .unsupportedFormat, file: path, found: "a format that can't be entered at \(span?.start ?? 0) s",
          expected: "one that can, such as WAV, FLAC, Ogg or MP3", remedy: "Convert it to FLAC")
      }
    }
    self.path = path
    self.span = span
    self.firstFrame = firstFrame
    spanFrames = span?.frameCount(atHertz: file.sampleRate) ?? Int.max
    sampleRate = file.sampleRate
    source = Clip.Source(format: file.formatName, channels: file.channels)
    let frames = limits.maximumSeconds * Double(file.sampleRate)
    maximumFrames = frames < 1e15 ? Int(frames) : Int.max
    interleaved = InterleavedBlock(of: file)
    leastFrames = extent.leastSamples ?? 0
    self.file = file
  }

  /// The length that the header promises, in seconds; nil where it doesn't know. Not to be trusted.
  public var promisedSeconds: Double? {
    file.exactFrames.map { Double(min($0 - firstFrame, spanFrames)) / Double(sampleRate) }
  }

  /// A number of samples to reserve room for: what the header promises, but never more than one minute.
  var plausibleFrames: Int { min(max(file.promisedFrames, 0), spanFrames, maximumFrames, 60 * sampleRate) }

  /// Reads the next block.
  ///
  /// - Parameter samples: overwritten with the block's samples, at most 16,384; empty at the end.
  /// - Returns: the number of samples; 0 at the end.
  /// - Throws: ``AudioError``: ``AudioError/Code/malformed`` for damaged or missing data,
  ///   ``AudioError/Code/notFinite`` for samples that are no numbers or beyond ±10⁹, ``AudioError/Code/tooLong``,
  ///   and ``AudioError/Code/empty`` for a recording without samples.
  public mutating func read(into samples: inout [Float]) throws(AudioError) -> Int {
    guard !isFinished else {
      samples.removeAll(keepingCapacity: true)
      return 0
    }
    let count = position < spanFrames ? min(try interleaved.read(from: file), spanFrames - position) : 0
    guard count > 0 else {
      samples.removeAll(keepingCapacity: true)
      try finish()
      return 0
    }
    interleaved.average(count, into: &samples)
    guard interleaved.isBounded || Kernels.isBounded(samples.span, limit: Self.largestMagnitude) else {
      throw unboundedSample(samples)
    }
    position += count
    guard position <= maximumFrames else { throw tooLong }
    return count
  }

  /// Beyond this, squares in the spectrum leave the range of `Float`.
  private static let largestMagnitude: Float = 1e9

  private mutating func finish() throws(AudioError) {
    isFinished = true
    if let problem = file.problem {
      throw AudioError(
        .malformed, file: path, found: "damaged data after \(position) samples (\(problem))",
        remedy: "Copy it again from its source")
    }
    guard firstFrame == 0 || position > 0 else {
      throw Self.beyondEnd(firstFrame, path: path, frames: nil, sampleRate: sampleRate)
    }
    guard position > 0 else {
      throw AudioError(.empty, file: path, found: "a recording without samples")
    }
    guard position < spanFrames else { return }
    let promised = max(leastFrames, file.exactFrames ?? 0)
    guard firstFrame + position >= promised else {
      throw AudioError(
        .malformed, file: path,
        found: "truncated or damaged: \(firstFrame + position) samples of \(promised) can be decoded",
        remedy: "Copy it again from its source or convert it to FLAC")
    }
    guard let end = span?.end else { return }
    let seconds = Double(firstFrame + position) / Double(sampleRate)
    guard end - seconds <= ClipSpan.tolerance else {
      throw AudioError(
        .malformed, file: path, found: "a span that ends at \(end) s in a recording of \(seconds) s",
        expected: "a span within the recording")
    }
  }

  private static func beyondEnd(_ frame: Int, path: String, frames: Int?, sampleRate: Int) -> AudioError {
    let length = frames.map { ", which has \(Double($0) / Double(sampleRate)) s" } ?? ""
    return AudioError(
      .malformed, file: path,
      found:
        "a span that begins at \(Double(frame) / Double(sampleRate)) s, behind the recording's end\(length)",
      expected: "a span within the recording")
  }

  private var tooLong: AudioError {
    let seconds = Double(maximumFrames) / Double(sampleRate)
    let limit = seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    return AudioError(
      .tooLong, file: path, found: "longer than \(limit) s", expected: "a recording within the limit",
      remedy: "Slice it or raise the limit")
  }

  private func unboundedSample(_ samples: [Float]) -> AudioError {
    let offset = samples.firstIndex { !($0.magnitude <= Self.largestMagnitude) } ?? 0
    let seconds = Double(position + offset) / Double(sampleRate)
    let milliseconds = Int(seconds * 1000)
    return AudioError(
      .notFinite, file: path,
      found: "sample \(position + offset) (at \(milliseconds) ms) is \(samples[offset])",
      expected: "numbers within ±1", remedy: "Export it again")
  }
}
