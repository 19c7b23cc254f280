internal import Audio

/// What decoding a clip once tells about it.
struct ClipFacts: Sendable {
  /// A finding before the clip's path is added.
  struct Finding: Sendable {
    var kind: AudioFinding.Kind
    var detail: String
  }

  /// The first 128 bits of the SHA-256 of the sample rate and the samples; `nil` for silent and unreadable clips.
  private(set) var digest: SIMD2<UInt64>?
  /// What it sounds like; empty for silent, unreadable and very short clips.
  private(set) var fingerprint = Fingerprint()
  private(set) var seconds = 0.0
  private(set) var sampleRate = 0
  private(set) var peak: Float = 0
  private(set) var offset = 0.0
  private(set) var spectrum: SpectrumFigures?
  private(set) var findings: [Finding] = []
  private(set) var isReadable = false

  /// The shortest clip with an example: 15,600 samples at 16 kHz.
  private static let shortestSeconds = 0.975
  /// Half a step of 16-bit PCM.
  private static let silence: Float = 0.5 / 32_768
  /// Fewer cut-off peaks than this are inaudible.
  private static let clippedPeaks = 3
  /// A mean beyond this share of full scale is a fault of the recorder.
  private static let largestOffset = 0.01

  /// Decodes a clip block by block; memory does not grow with its length but for 6 bytes each 40 ms.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - span: the part of it that is the clip; nil for all of it.
  init(decoding path: String, span: ClipSpan? = nil) {
    do throws(AudioError) {
      try measure(path, span)
      isReadable = true
    } catch {
      let kind: AudioFinding.Kind =
        switch error.code {
        case .notFinite: .notFinite
        case .malformed: .truncated
        default: .unreadable
        }
      digest = nil
      fingerprint = Fingerprint()
      findings = [Finding(kind: kind, detail: error.reason)]
    }
  }

  private mutating func measure(_ path: String, _ span: ClipSpan?) throws(AudioError) {
    var reader = try AudioReader(path: path, span: span)
    sampleRate = reader.sampleRate
    var hash = SHA256()
    hash.update(unsafe [Int64(sampleRate)].span.bytes)
    var meter = SampleMeter()
    var power = LongTermSpectrum()
    var rows = try LogMelRows(sampleRate: sampleRate)
    var prints = FingerprintStream()
    var block: [Float] = []
    while try reader.read(into: &block) > 0 {
      hash.update(unsafe block.span.bytes)
      meter.append(block)
      power.append(block.span)
      prints.append(rows.append(block.span))
    }
    prints.append(rows.finish())
    seconds = Double(reader.position) / Double(sampleRate)
    peak = meter.peak
    offset = meter.offset
    note(meter)
    guard peak >= Self.silence else { return }
    spectrum = SpectrumFigures(power: power.power, sampleRate: sampleRate)
    fingerprint = prints.finish()
    if let edge = spectrum?.edge {
      findings.append(
        Finding(kind: .bandLimited, detail: "nothing above \(Int(edge)) Hz; the network hears up to 7500 Hz"))
    }
    let digits = hash.finish().hexadecimal
    digest = SIMD2(
      UInt64(digits.prefix(16), radix: 16) ?? 0, UInt64(digits.dropFirst(16).prefix(16), radix: 16) ?? 0)
  }

  private mutating func note(_ meter: SampleMeter) {
    if seconds < Self.shortestSeconds {
      findings.append(
        Finding(kind: .tooShort, detail: "\(Int(seconds * 1000)) ms; an example needs 975 ms"))
    }
    if peak < Self.silence {
      findings.append(Finding(kind: .silent, detail: "no sample above \(Self.silence)"))
    }
    if meter.peaksCutOff >= Self.clippedPeaks {
      findings.append(
        Finding(kind: .clipped, detail: "\(meter.peaksCutOff) peaks cut off at full scale"))
    }
    if meter.offset.magnitude > Self.largestOffset {
      let percent = (meter.offset * 1000).rounded() / 10
      findings.append(
        Finding(kind: .offset, detail: "its mean is \(percent) % of full scale instead of 0"))
    }
  }
}
