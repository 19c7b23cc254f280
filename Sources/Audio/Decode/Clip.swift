/// A recording, or a piece of one, decoded to one channel.
public struct Clip: Sendable, Hashable {
  /// The samples, the mean of all channels; full scale is ±1.
  public var samples: [Float]
  /// Samples a second.
  public var sampleRate: Int
  /// How the samples were stored.
  public var source: Source

  /// How a recording is stored in its file.
  public struct Source: Sendable, Hashable, Codable {
    /// Container and encoding, such as `WAV/PCM_16` or `OGG/VORBIS`; `memory` for a clip that came from no file.
    public var format: String
    /// Channels before averaging.
    public var channels: Int

    /// The source of a clip that came from no file, unless other facts are given.
    public init(format: String = "memory", channels: Int = 1) {
      self.format = format
      self.channels = channels
    }
  }

  /// A clip of samples at hand.
  ///
  /// - Parameters:
  ///   - samples: one channel, full scale ±1.
  ///   - sampleRate: samples a second, positive.
  ///   - source: how the samples were stored.
  public init(samples: [Float], sampleRate: Int, source: Source = Source()) {
    precondition(sampleRate > 0, "a sample rate of \(sampleRate) Hz")
    self.samples = samples
    self.sampleRate = sampleRate
    self.source = source
  }

  /// The length in seconds.
  public var duration: Double { Double(samples.count) / Double(sampleRate) }
}

extension Clip {
  /// Decodes a whole file.
  ///
  /// Reads what libsndfile reads: WAV, AIFF, FLAC, Ogg Vorbis, Opus, MP3 and more, whatever the file is called. For
  /// long recordings an ``AudioReader`` needs less memory.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - span: the part to decode; nil for all of it.
  ///   - limits: what is still accepted.
  /// - Throws: ``AudioError`` naming the file and the reason; see ``AudioReader/init(path:span:limits:)`` and
  ///   ``AudioReader/read(into:)``. A file without samples is ``AudioError/Code/empty``.
  public static func decode(
    path: String, span: ClipSpan? = nil, limits: DecodingLimits = .standard
  ) throws(AudioError) -> Clip {
    var reader = try AudioReader(path: path, span: span, limits: limits)
    var samples: [Float] = []
    samples.reserveCapacity(reader.plausibleFrames)
    var block: [Float] = []
    while try reader.read(into: &block) > 0 { samples.append(contentsOf: block) }
    return Clip(samples: samples, sampleRate: reader.sampleRate, source: reader.source)
  }
}
