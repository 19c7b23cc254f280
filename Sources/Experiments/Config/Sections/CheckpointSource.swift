/// Where a network's initial weights come from. In text: `none`, `google`, `jibjib`, `run:<id>[@best|last|<epoch>]`,
/// or the path of a file, which contains a `/` or a `.`.
public enum CheckpointSource: Sendable, Hashable, LosslessStringConvertible {
  /// Nowhere: He initialisation from the seed.
  case none
  /// Google's release of VGGish.
  case google
  /// jibjib's trained VGGish with its head.
  case jibjib
  /// A file in one of the formats that `Net` reads.
  case file(path: String)
  /// A snapshot of another run, by its id, name or unique prefix.
  case run(String, snapshot: SnapshotSelector)

  /// Reads the text forms; nil for an empty text, a run without a name, an unknown snapshot, and for a bare word that
  /// is none of the names and, without a `/` or `.`, no path either.
  public init?(_ description: String) {
    switch description {
    case "none": self = .none
    case "google": self = .google
    case "jibjib": self = .jibjib
    default:
      if description.hasPrefix("run:") {
        let parts = description.dropFirst(4).split(
          separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let run = parts.first, !run.isEmpty else { return nil }
        guard let snapshot = SnapshotSelector(parts.count == 2 ? String(parts[1]) : "best") else {
          return nil
        }
        self = .run(String(run), snapshot: snapshot)
      } else if description.contains("/") || description.contains(".") {
        self = .file(path: description)
      } else {
        return nil
      }
    }
  }

  /// The form that ``init(_:)`` reads; a run's snapshot is left out where it is the best.
  public var description: String {
    switch self {
    case .none: "none"
    case .google: "google"
    case .jibjib: "jibjib"
    case .file(let path): path
    case .run(let run, .best): "run:" + run
    case .run(let run, let snapshot): "run:\(run)@\(snapshot)"
    }
  }
}

extension CheckpointSource: Codable {
  /// Decodes the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let source = CheckpointSource(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' names no checkpoint")
    }
    self = source
  }

  /// Encodes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
