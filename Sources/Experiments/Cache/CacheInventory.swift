internal import Glibc
internal import Net
internal import Synchronization

/// All that the cache holds, of examples and activations: listing it, reading it through, and letting go of parts.
public struct CacheInventory: Sendable {
  /// The cache's folder.
  public let folder: String

  /// The inventory of a cache, which need not exist.
  public init(folder: String = ExampleCache.defaultFolder) { self.folder = folder }

  /// What each folder holds; examples first, in the order of keys.
  ///
  /// - Parameter keys: beginnings of keys, at least one of which must fit; empty for all.
  /// - Throws: ``ExperimentError/Code/missingFile`` for one that fits none.
  public func summaries(keys: [String] = []) throws(ExperimentError) -> [CacheSummary] {
    try folders(keys).map(\.summary)
  }

  /// A shard whose bytes are not those that were written.
  public struct Damage: Sendable, Hashable, Codable {
    /// The shard.
    public var path: String
    /// What was found.
    public var reason: String
  }

  /// What reading everything found.
  public struct Verification: Sendable, Hashable, Codable {
    /// Shards that were read.
    public var shards = 0
    /// Their bytes.
    public var bytes = 0
    /// Those that were damaged and removed.
    public var damaged: [Damage] = []
  }

  /// Reads every example of every shard and compares it with its checksum; damaged shards are removed, and what they held is
  /// computed again by the next run that needs it.
  ///
  /// - Parameters:
  ///   - keys: as for ``summaries(keys:)``.
  ///   - threads: how many shards are read at once.
  ///   - isCancelled: asked before each shard; true throws ``ExperimentError/Code/interrupted``.
  ///   - progress: called after each shard, one at a time, with the bytes that are read and all of them.
  public func verify(
    keys: [String] = [], threads: Int, isCancelled: @escaping @Sendable () -> Bool,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(ExperimentError) -> Verification {
    let folders = try folders(keys)
    // Held meanwhile, so that nothing is pruned under the reading.
    var leases: [CacheLease?] = []
    for folder in folders { leases.append(try CacheLease.use(folder.path)) }
    defer { withExtendedLifetime(leases) {} }
    let shards = folders.flatMap { folder in folder.shardPaths.map { (path: $0, key: folder.key) } }
    let sizes = shards.map { Self.byteCount(of: $0.path) }
    let total = sizes.reduce(0, +)
    let result = Mutex(Verification())
    ThreadPool(threads: threads).run(shards.count) { task, _ in
      guard !isCancelled() else { return }
      let damage = Self.damage(of: shards[task].path, key: shards[task].key)
      result.withLock { result in
        result.shards += 1
        result.bytes += sizes[task]
        if let damage { result.damaged.append(damage) }
        progress(result.bytes, total)
      }
    }
    guard !isCancelled() else {
      throw ExperimentError(.interrupted, found: "stopped while the cache was read")
    }
    return result.withLock { result in
      result.damaged.sort { $0.path < $1.path }
      return result
    }
  }

  private static func byteCount(of path: String) -> Int {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// What is wrong with a shard, which is then removed; nil if nothing is, or if it can't be opened at all.
  private static func damage(of path: String, key: String) -> Damage? {
    do throws(ExperimentError) {
      let shard = try CacheShard(path: path, format: nil)
      guard shard.format.key == key else {
        throw ExperimentError(.invalidData, found: "a shard of \(shard.format.key) in the folder \(key)")
      }
      try shard.verify()
      return nil
    } catch {
      guard error.code == .invalidData else { return nil }
      unsafe unlink(path)
      return Damage(path: path, reason: error.found)
    }
  }

  /// The folders whose keys begin in one of some ways.
  func folders(_ keys: [String]) throws(ExperimentError) -> [CacheFolder] {
    let all = CacheFolder.all(in: folder)
    guard !keys.isEmpty else { return all }
    for key in keys where key.isEmpty || !all.contains(where: { $0.key.hasPrefix(key) }) {
      throw ExperimentError(
        .missingFile, found: "nothing in the cache \(folder) has a key that begins with '\(key)'",
        expected: all.isEmpty ? "" : "one of " + all.map(\.key).joined(separator: ", "),
        remedy: "jx cache list shows what there is.")
    }
    return all.filter { folder in keys.contains { folder.key.hasPrefix($0) } }
  }
}
