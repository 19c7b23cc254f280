/// What went wrong in `Experiments`: what was found, what was expected, where, and what to do next.
public struct ExperimentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure, for callers that react to it.
  public enum Code: Sendable, Hashable {
    /// A config or an override that can't be used as it stands.
    case invalidConfig
    /// Recordings, a manifest or a split that can't be trained or evaluated on.
    case invalidData
    /// A file or folder that should be there and is not.
    case missingFile
    /// No run fits the id, prefix, name or `last` that was given.
    case missingRun
    /// Several runs fit the prefix or name that was given.
    case ambiguousRun
    /// The registry's database refused or contradicts what was asked of it.
    case registry
    /// A snapshot that is damaged or belongs to another network.
    case snapshot
    /// Work that was stopped on request and can be resumed.
    case interrupted
    /// A file or folder that could not be read or written.
    case inputOutput
    /// A file that could not be fetched from the network.
    case download
    /// Something that this build or machine cannot do.
    case unsupported
  }

  /// The kind of failure.
  public var code: Code
  /// What was found.
  public var found: String
  /// What was expected instead; empty where nothing can be said.
  public var expected: String
  /// Where: `file:line:column`, a file, or the override that caused it; nil where no place can be named.
  public var place: String?
  /// What to do next; empty where nothing can be said.
  public var remedy: String
  /// Further failures that the same pass found, such as the other mistakes of one config; they have no others
  /// themselves.
  public var others: [ExperimentError]

  /// An error with its parts; all but `code` and `found` may be left out.
  public init(
    _ code: Code, found: String, expected: String = "", place: String? = nil, remedy: String = "",
    others: [ExperimentError] = []
  ) {
    self.code = code
    self.found = found
    self.expected = expected
    self.place = place
    self.remedy = remedy
    self.others = others
  }

  /// `place: error: found; expected …. remedy`, without the parts that are missing; one line for each of ``others``.
  public var description: String {
    var text = place.map { $0 + ": error: " } ?? ""
    text += found
    if !expected.isEmpty { text += "; expected " + expected }
    if !remedy.isEmpty { text += ". " + remedyAsSentence }
    for other in others { text += "\n" + other.description }
    return text
  }

  /// The remedy with a capital letter, unless it begins with a command to type.
  private var remedyAsSentence: String {
    remedy.hasPrefix("jx ") ? remedy : remedy.prefix(1).uppercased() + remedy.dropFirst()
  }
}
