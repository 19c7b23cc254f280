internal import Audio
internal import Foundation
internal import Glibc

/// Cuts one recording into clips.
struct RecordingCutter {
  let root: String
  let destination: String
  let settings: ImportSettings
  let isCancelled: () -> Bool

  /// FLAC's highest sample rate.
  private static let highestRate = 655_350

  /// The digest of spans for the journal; empty for whole recordings.
  static func digest(_ spans: [LabelledSpan]?) -> String {
    guard let spans else { return "" }
    return SHA256.hash(spans.map { "\($0.start)\t\($0.end)\t\($0.label)\n" }.joined()).hexadecimal
  }

  /// Writes the clips of a recording.
  ///
  /// - Parameters:
  ///   - source: the recording.
  ///   - spans: the parts to cut; nil for all of it.
  /// - Returns: what the journal says of it.
  /// - Throws: an error with the reason; its clips are then gone.
  func cut(_ source: ImportSource, spans: [LabelledSpan]?) throws -> ImportJournal.Entry {
    let path = root + "/" + source.path
    let before = FileIdentity(of: path)
    var entry = ImportJournal.Entry(
      source: source.path, byteCount: source.byteCount, modified: source.modified,
      spans: Self.digest(spans), recording: source.recording, recordingName: source.recordingName,
      part: source.part, clips: [])
    do {
      if let spans {
        let length = try RecordingStream(path: path, span: nil, isCancelled: isCancelled).promisedSeconds
        for span in spans.sorted(by: { ($0.start, $0.end, $0.label) < ($1.start, $1.end, $1.label) }) {
          let className = ClipNaming.sanitized(span.label) ?? span.label
          let part = try widened(span, recordingSeconds: length)
          try cut(path, part, className: className, into: &entry)
        }
      } else {
        try cut(path, nil, className: source.className ?? "", into: &entry)
      }
      guard before == FileIdentity(of: path) else {
        throw ExperimentError(.invalidData, found: "it changed while it was read")
      }
      guard !entry.clips.isEmpty else {
        throw ExperimentError(.invalidData, found: "shorter than \(settings.minimumTail) s")
      }
      return entry
    } catch {
      for clip in entry.clips { unsafe unlink(destination + "/" + clip.path) }
      throw error
    }
  }

  /// A labelled span that is too short, widened about its middle, within the recording.
  private func widened(_ span: LabelledSpan, recordingSeconds: Double?) throws -> ClipSpan {
    let end = recordingSeconds.map { min(span.end, $0) } ?? span.end
    var (first, last) = (span.start, max(span.start, end))
    if last - first < settings.minimumTail {
      first = max(0, (first + last - settings.minimumTail) / 2)
      last = first + settings.minimumTail
      if let length = recordingSeconds, last > length {
        (first, last) = (max(0, length - settings.minimumTail), length)
      }
    }
    let isWithin = recordingSeconds.map { span.start < $0 && span.end <= $0 + ClipSpan.tolerance } ?? true
    guard isWithin, let part = ClipSpan(start: first, end: last) else {
      let length = recordingSeconds.map { " of \($0) s" } ?? ""
      throw ExperimentError(
        .invalidData,
        found:
          "the label '\(span.label)' from \(span.start) to \(span.end) s is not within the recording\(length)"
      )
    }
    return part
  }

  private func cut(
    _ path: String, _ span: ClipSpan?, className: String, into entry: inout ImportJournal.Entry
  ) throws {
    let stream = try RecordingStream(path: path, span: span, isCancelled: isCancelled)
    let rate = stream.sampleRate
    guard settings.format != .flac || rate <= Self.highestRate else {
      throw ExperimentError(
        .invalidData, found: "\(rate) samples a second, too many for FLAC", remedy: "Use --format wav")
    }
    func samples(_ seconds: Double) -> Int { max(1, Int((seconds * Double(rate)).rounded())) }
    var slicer = ClipSlicer(
      length: samples(settings.length), hop: samples(settings.hop), minimumTail: samples(settings.minimumTail)
    )
    let offset = span?.start ?? 0
    func take(_ slice: ClipSlicer.Slice) throws {
      let start = offset + Double(slice.start) / Double(rate)
      let number = entry.clips.reduce(1) { $0 + ($1.className == className ? 1 : 0) }
      try write(
        Clip(samples: slice.samples, sampleRate: rate), start: start, number: number, className: className,
        into: &entry)
    }
    var block: [Float] = []
    while try stream.read(into: &block) > 0 {
      guard !isCancelled() else { throw ExperimentError(.interrupted, found: "stopped") }
      try slicer.append(block, take: take)
    }
    try slicer.finish(take: take)
  }

  private func write(
    _ clip: Clip, start: Double, number: Int, className: String, into entry: inout ImportJournal.Entry
  ) throws {
    guard number <= ClipNaming.mostSlices else {
      throw ExperimentError(
        .invalidData, found: "more than \(ClipNaming.mostSlices) clips", expected: "fewer",
        remedy: "Use a longer --hop")
    }
    let name = ClipNaming.clip(
      className: className, recording: entry.recording, part: entry.part, slice: number)
    let path = "\(className)/\(name).\(settings.format.rawValue)"
    if number == 1 { try FileTree.makeFolder(destination + "/" + className) }
    try AudioWriter.write(clip, to: destination + "/" + path, format: settings.format, waitsForDisk: false)
    guard let byteCount = DemoFolder.byteCount(of: destination + "/" + path) else {
      throw SystemFailure.error("examined", destination + "/" + path)
    }
    entry.clips.append(
      ImportJournal.Clip(
        className: className, path: path, byteCount: byteCount, start: start,
        end: start + clip.duration))
  }
}
