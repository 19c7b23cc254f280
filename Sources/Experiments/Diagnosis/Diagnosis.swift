/// What `doctor` has to say of a registry and the machine.
public struct Diagnosis: Sendable, Hashable, Codable {
  /// Facts of the machine in words: `processor`, `engine`, the libraries.
  public var facts: [String: String] = [:]
  /// What was found, in the order of the checks.
  public var findings: [Finding] = []
  /// Runs that were looked at.
  public var runCount = 0
  /// Recorded files that were looked at.
  public var fileCount = 0
  /// Bytes whose digests were verified; 0 for a quick look.
  public var verifiedByteCount = 0
  /// Bytes that are free on the registry's disk; nil if unknown.
  public var freeByteCount: Int?

  /// Whether something is wrong and was not mended.
  public var isHealthy: Bool { findings.allSatisfy { $0.severity == .note || $0.isMended } }

  private enum CodingKeys: String, CodingKey {
    case facts
    case findings
    case runCount = "runs"
    case fileCount = "files"
    case verifiedByteCount = "verified_bytes"
    case freeByteCount = "free_bytes"
  }
}
