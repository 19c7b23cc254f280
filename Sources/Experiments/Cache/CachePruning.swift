public import Foundation

/// Which folders of the cache go.
public struct CachePruning: Sendable {
  /// Beginnings of keys; only folders of these go. Empty: all may.
  public var keys: [String] = []
  /// Only folders that were last used before this time go; nil: whenever.
  public var usedBefore: Date?
  /// Folders go, the one used longest ago first, until all take no more bytes than this; nil: all that may.
  public var limit: Int?

  /// Lets go of everything unless more is said.
  public init(keys: [String] = [], usedBefore: Date? = nil, limit: Int? = nil) {
    self.keys = keys
    self.usedBefore = usedBefore
    self.limit = limit
  }

  /// A folder that was considered.
  public struct Item: Sendable, Hashable, Codable {
    /// What it held.
    public var kind: CacheKind
    /// Its name.
    public var key: String
    /// Its bytes.
    public var bytes: Int
    /// When it was last used.
    public var lastUsed: Date
    /// Whether it was removed; false for one in use.
    public var isRemoved: Bool

    private enum CodingKeys: String, CodingKey {
      case kind
      case key
      case bytes
      case lastUsed = "last_used"
      case isRemoved = "removed"
    }
  }
}

extension CacheInventory {
  /// Removes folders that no process uses, with what killed builds left in the others.
  ///
  /// - Parameter isDryRun: whether nothing is removed; the items then are what would be.
  /// - Returns: the folders that go, the one used longest ago first, and those that would but are in use.
  /// - Throws: ``ExperimentError``: a key that fits nothing, or a file that can't be removed.
  public func prune(
    _ pruning: CachePruning, isDryRun: Bool = false
  ) throws(ExperimentError) -> [CachePruning.Item] {
    let candidates = try folders(pruning.keys)
      .map { (folder: $0, lastUsed: $0.lastUsed, bytes: $0.byteCount) }
      .filter { folder in pruning.usedBefore.map { folder.lastUsed < $0 } ?? true }
      .sorted { $0.lastUsed < $1.lastUsed }
    var total = CacheFolder.all(in: folder).reduce(0) { $0 + $1.byteCount }
    var items: [CachePruning.Item] = []
    for (folder, lastUsed, bytes) in candidates where pruning.limit.map({ total > $0 }) ?? true {
      let isRemoved = isDryRun ? !CacheLease.isUsed(folder.path) : try folder.remove()
      if isRemoved { total -= bytes }
      items.append(
        CachePruning.Item(
          kind: folder.kind, key: folder.key, bytes: bytes, lastUsed: lastUsed, isRemoved: isRemoved))
    }
    if !isDryRun {
      for folder in CacheFolder.all(in: folder) { folder.removeLeftovers() }
    }
    return items
  }
}
