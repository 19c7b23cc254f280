/// What a rebuild of the registry found in the run folders.
public struct RebuildReport: Sendable, Hashable, Codable {
  /// Runs that were restored.
  public var restored: [RunID] = []
  /// Runs that the registry knew already.
  public var known: [RunID] = []
  /// Folders that look like runs and could not be read.
  public var failures: [FileProblem] = []
  /// Where a damaged database was moved; nil if there was none.
  public var damagedDatabase: String?

  private enum CodingKeys: String, CodingKey {
    case restored
    case known
    case failures
    case damagedDatabase = "damaged_database"
  }
}
