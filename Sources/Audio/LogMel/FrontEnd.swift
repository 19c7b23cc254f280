/// From recordings to the network's input: one channel, 16 kHz, log-mel, examples of 96 × 64.
///
/// A value without state: any number of threads may use one. Each call has a workspace of its own of about 250 KB.
public struct FrontEnd: Sendable, Hashable, Codable {
  /// Log-mel rows (10 ms) from the start of one example to that of the next; 96 leaves no overlap.
  public let hopRows: Int
  /// Whether recordings too short for one example are continued with silence to 0.975 s.
  public let padShort: Bool

  /// The shortest recording with an example: 95 hops and one window at 16 kHz, 0.975 s.
  public static let shortestSampleCount = (Examples.rows - 1) * LogMel.hopLength + LogMel.windowLength

  /// A front end.
  ///
  /// - Parameters:
  ///   - hopSeconds: from the start of one example to that of the next; whole hundredths, 0.01 to 60.
  ///   - padShort: whether short recordings are continued with silence to one example.
  /// - Throws: ``AudioError/Code/invalidSetting`` for another hop.
  public init(hopSeconds: Double = 0.96, padShort: Bool = false) throws(AudioError) {
    let hop = hopSeconds * 100
    guard hop >= 0.999, hop <= 6000.001, (hop - hop.rounded()).magnitude < 1e-6 else {
      throw AudioError(
        .invalidSetting, found: "a hop of \(hopSeconds) s", expected: "a multiple of 0.01 from 0.01 to 60")
    }
    hopRows = Int(hop.rounded())
    self.padShort = padShort
  }

  /// Seconds from the start of one example to that of the next.
  public var hopSeconds: Double { Double(hopRows) / 100 }

  /// What the features depend on besides the recording, for cache keys and records.
  public var fingerprint: String {
    "logmel-2;16000;hann400/160;fft512;mel64/125-7500;ln+0.01;96x64;hop\(hopRows);pad\(padShort ? 1 : 0);"
      + Resampler.filterName
  }

  /// The spectrogram of a clip.
  ///
  /// - Throws: ``AudioError/Code/invalidSetting`` for a sample rate that the ``Resampler`` refuses.
  public func logMel(of clip: Clip) throws(AudioError) -> LogMel {
    let resampler = try Resampler(from: clip.sampleRate, to: LogMel.sampleRate)
    var pipeline = Pipeline(resampler, expectedSamples: clip.samples.count)
    let samples = clip.samples.span
    var start = 0
    while start < samples.count {
      let end = min(start + Pipeline.pieceLength, samples.count)
      pipeline.append(samples.extracting(start..<end))
      start = end
    }
    return pipeline.finish(padShort: padShort)
  }

  /// The spectrogram of a recording, read to its end; memory grows by 256 bytes for each 10 ms only.
  ///
  /// - Throws: ``AudioError`` as ``AudioReader/read(into:)`` does.
  public func logMel(of reader: inout AudioReader) throws(AudioError) -> LogMel {
    let resampler: Resampler
    do { resampler = try Resampler(from: reader.sampleRate, to: LogMel.sampleRate) } catch {
      throw error.naming(reader.path)
    }
    var pipeline = Pipeline(resampler, expectedSamples: reader.plausibleFrames)
    var block: [Float] = []
    while try reader.read(into: &block) > 0 { pipeline.append(block.span) }
    return pipeline.finish(padShort: padShort)
  }

  /// The spectrogram of a file, or of a part of it.
  ///
  /// - Throws: ``AudioError`` naming the file.
  public func logMel(
    ofFile path: String, span: ClipSpan? = nil, limits: DecodingLimits = .standard
  ) throws(AudioError) -> LogMel {
    var reader = try AudioReader(path: path, span: span, limits: limits)
    return try logMel(of: &reader)
  }
}

extension FrontEnd {
  /// The examples of a spectrogram, ``hopRows`` apart.
  ///
  /// - Throws: ``AudioError/Code/tooShort`` if there is not one.
  public func examples(of logMel: LogMel) throws(AudioError) -> Examples {
    let count = Examples.count(ofRows: logMel.rows, hopRows: hopRows)
    guard count > 0 else { throw tooShort(sampleCount: logMel.sampleCount) }
    guard hopRows != Examples.rows || count * Examples.valueCount != logMel.values.count else {
      return Examples(values: logMel.values, hopRows: hopRows)
    }
    var values: [Float] = []
    values.reserveCapacity(count * Examples.valueCount)
    for index in 0..<count {
      let first = index * hopRows * LogMel.bands
      values.append(contentsOf: logMel.values[first..<(first + Examples.valueCount)])
    }
    return Examples(values: values, hopRows: hopRows)
  }

  /// The examples of a clip.
  ///
  /// - Throws: ``AudioError/Code/tooShort`` if there is not one, and as ``logMel(of:)-(Clip)`` does.
  public func examples(of clip: Clip) throws(AudioError) -> Examples {
    try examples(of: logMel(of: clip))
  }

  /// The examples of a file, or of a part of it.
  ///
  /// - Throws: ``AudioError`` naming the file.
  public func examples(
    ofFile path: String, span: ClipSpan? = nil, limits: DecodingLimits = .standard
  ) throws(AudioError) -> Examples {
    let logMel = try logMel(ofFile: path, span: span, limits: limits)
    do { return try examples(of: logMel) } catch { throw error.naming(path) }
  }

  /// Why a recording of so many samples at 16 kHz gives no example.
  func tooShort(sampleCount: Int) -> AudioError {
    let milliseconds = sampleCount * 1000 / LogMel.sampleRate
    return AudioError(
      .tooShort, found: "too short: \(milliseconds) ms",
      expected: "at least \(Self.shortestSampleCount * 1000 / LogMel.sampleRate) ms for one example",
      remedy: padShort ? "" : "Pad short recordings (pad_short) or leave it out")
  }
}
