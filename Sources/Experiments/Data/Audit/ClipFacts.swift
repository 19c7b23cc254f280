internal import Audio

/// What decoding a clip once tells about it.
struct ClipFacts: Sendable {
  /// A finding before the clip's path is added.
  struct Finding: Sendable {
    var kind: AudioFinding.Kind
    var detail: String
  }

  /// The first 128 bits of the SHA-256 of the sample rate and the samples; `nil` for silent and unreadable clips.
  private(set) var fingerprint: SIMD2<UInt64>?
  private(set) var seconds = 0.0
  private(set) var findings: [Finding] = []
  private(set) var isReadable = false

  /// The shortest clip with an example: 15,600 samples at 16 kHz.
  private static let shortestSeconds = 0.975
  /// Half a step of 16-bit PCM.
  private static let silence: Float = 0.5 / 32_768
  /// Two steps of 16-bit PCM below full scale; averaging channels hides clipping on one of them.
  private static let fullScale: Float = 32_766 / 32_768
  /// So many samples at full scale in a row are a cut-off peak.
  private static let clippedRun = 3
  /// Fewer cut-off peaks than this are inaudible.
  private static let clippedPeaks = 3

  /// Decodes a file block by block; memory does not grow with its length.
  init(decoding path: String) {
    do throws(AudioError) {
      try measure(path)
      isReadable = true
    } catch {
      let kind: AudioFinding.Kind = error.code == .notFinite ? .notFinite : .unreadable
      fingerprint = nil
      findings = [Finding(kind: kind, detail: error.reason)]
    }
  }

  private mutating func measure(_ path: String) throws(AudioError) {
    var reader = try AudioReader(path: path)
    var hash = SHA256()
    hash.update(unsafe [Int64(reader.sampleRate)].span.bytes)
    var block: [Float] = []
    var peak: Float = 0
    var peaksCutOff = 0
    var run = 0
    while try reader.read(into: &block) > 0 {
      hash.update(unsafe block.span.bytes)
      for sample in block {
        let magnitude = abs(sample)
        peak = max(peak, magnitude)
        run = magnitude >= Self.fullScale ? run + 1 : 0
        if run == Self.clippedRun { peaksCutOff += 1 }
      }
    }
    seconds = Double(reader.position) / Double(reader.sampleRate)
    if seconds < Self.shortestSeconds {
      findings.append(
        Finding(kind: .tooShort, detail: "\(Int(seconds * 1000)) ms; an example needs 975 ms"))
    }
    if peak < Self.silence {
      findings.append(Finding(kind: .silent, detail: "no sample above \(Self.silence)"))
      return
    }
    if peaksCutOff >= Self.clippedPeaks {
      findings.append(Finding(kind: .clipped, detail: "\(peaksCutOff) peaks cut off at full scale"))
    }
    let digits = hash.finish().hexadecimal
    fingerprint = SIMD2(
      UInt64(digits.prefix(16), radix: 16) ?? 0, UInt64(digits.dropFirst(16).prefix(16), radix: 16) ?? 0)
  }
}
