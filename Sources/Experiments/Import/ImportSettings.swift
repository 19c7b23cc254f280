public import Audio

/// How an import turns recordings into clips.
public struct ImportSettings: Sendable, Hashable, Codable {
  /// What becomes clips.
  public enum Cutting: String, Sendable, Hashable, Codable {
    /// Whole recordings, slice by slice; their folder is their class.
    case recordings
    /// The labelled spans of Raven's selection tables and Audacity's label tracks; the label is the class.
    case labels
  }

  /// Seconds of a clip.
  public var length: Double
  /// Seconds from the start of a clip to that of the next.
  public var hop: Double
  /// The shortest last clip, in seconds that no clip before it has. Shorter rests are left out, shorter labelled spans
  /// widened to it.
  public var minimumTail: Double
  /// What clips are written as, 16 bits and one channel at the recording's sample rate.
  public var format: AudioWriter.Format
  /// What becomes clips.
  public var cutting: Cutting
  /// The class of recordings that lie directly in the folder; nil where that is a problem.
  public var label: String?
  /// The column of Raven's tables that has the label; nil for the first of the usual ones.
  public var labelColumn: String?
  /// The regular expression that tells, on a file's stem, which recording it is a part of, as `data.recording` does.
  public var recordingPattern: String

  /// Settings; the defaults give clips of 10 s side by side, as FLAC.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` for lengths that make no sense and patterns that are none.
  public init(
    length: Double = 10, hop: Double? = nil, minimumTail: Double = 1, format: AudioWriter.Format = .flac,
    cutting: Cutting = .recordings, label: String? = nil, labelColumn: String? = nil,
    recordingPattern: String = RecordingPattern.standard
  ) throws(ExperimentError) {
    let hop = hop ?? length
    guard (0.1...3600).contains(length), (0.01...3600).contains(hop) else {
      throw ExperimentError(
        .invalidConfig, found: "clips of \(length) s, \(hop) s apart",
        expected: "0.1 to 3600 s, and a hop of 0.01 or more")
    }
    guard minimumTail > 0, minimumTail <= length else {
      throw ExperimentError(
        .invalidConfig, found: "a minimum tail of \(minimumTail) s for clips of \(length) s",
        expected: "more than 0 and no more than a clip")
    }
    if let label, ClipNaming.sanitized(label) == nil {
      throw ExperimentError(.invalidConfig, found: "the label '\(label)'", expected: "letters or digits")
    }
    _ = try RecordingPattern(recordingPattern)
    self.length = length
    self.hop = hop
    self.minimumTail = minimumTail
    self.format = format
    self.cutting = cutting
    self.label = label
    self.labelColumn = labelColumn
    self.recordingPattern = recordingPattern
  }
}
