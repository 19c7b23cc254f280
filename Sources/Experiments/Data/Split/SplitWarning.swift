/// Something about a split that does not stop a run but limits what its figures say.
public enum SplitWarning: Sendable, Hashable, CustomStringConvertible {
  /// A split without a clip of a class, whose `recordings` are too few or unluckily placed.
  case classMissing(Split, class: String, recordings: Int)
  /// Clips that a manifest does not mention; they are not used.
  case unusedClips(Int)
  /// Training clips that `data.cap` leaves out.
  case capped(clips: Int, limit: Int)
  /// Recordings that stand on both sides, allowed on request.
  case leaks([RecordingLeak])

  /// The data set's manifest has a column `split`, and the config splits otherwise.
  case unusedColumn(manifest: String)

  /// What a warning of leaks says, by which those who compare runs know it.
  static let flattery = "figures flatter the model"

  /// The warning in a sentence.
  public var description: String {
    switch self {
    case .classMissing(let split, let name, let recordings):
      "the \(split.rawValue) split has no clip of '\(name)', which has \(recordings) "
        + (recordings == 1 ? "recording" : "recordings")
    case .unusedClips(let count): "\(count) clips are in no split and not used"
    case .unusedColumn(let manifest):
      "the column 'split' of \(manifest) is not used; data.split: {column: split} takes it"
    case .capped(let count, let limit):
      "\(count) training clips are left out: data.cap keeps \(limit) of a class"
    case .leaks(let leaks):
      "\(leaks.count) recordings stand in more than one split, so \(Self.flattery): "
        + leaks.prefix(3).map(\.description).joined(separator: ", ")
    }
  }
}
