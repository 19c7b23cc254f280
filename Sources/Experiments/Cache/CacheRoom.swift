internal import Glibc

/// Makes room in the cache of activations: the folders that were used longest ago go first, those in use never.
struct CacheRoom: Sendable {
  /// The cache's folder.
  let cacheFolder: String
  /// The bytes that all activations together may take.
  let limit: Int

  /// The bytes that are left free on the disk for everything else: 1 GiB.
  private static let reserve = 1 << 30

  /// Makes room for a folder to grow.
  ///
  /// Nothing is removed if it would not be enough.
  ///
  /// - Parameters:
  ///   - missing: the bytes still to be written.
  ///   - path: the folder that grows.
  /// - Returns: why there is no room; nil once there is.
  func make(_ missing: Int, for path: String) throws(ExperimentError) -> String? {
    guard missing > 0 else { return nil }
    let others = CacheFolder.all([.activations], in: cacheFolder).filter { $0.path != path }
    let own = CacheFolder(kind: .activations, key: "", path: path).byteCount
    guard own + missing <= limit else {
      return "\(Quantity.bytes(own + missing)) are more than cache.limit_gb allows, \(Quantity.bytes(limit))"
    }
    let free = SystemFailure.freeByteCount(near: path).map { $0 - Self.reserve } ?? .max
    var candidates = others.filter { !CacheLease.isUsed($0.path) }.sorted { $0.lastUsed < $1.lastUsed }
    let overLimit = others.reduce(own + missing) { $0 + $1.claimedByteCount } - limit
    let overDisk = missing - free
    let needed = max(overLimit, overDisk)
    let removable = candidates.reduce(0) { $0 + $1.byteCount }
    guard needed <= removable else {
      return overDisk > removable
        ? "\(Quantity.bytes(missing)) do not fit on the disk, with \(Quantity.bytes(max(0, free))) to spare"
        : "the activations of other runs in progress leave no room within cache.limit_gb, \(Quantity.bytes(limit))"
    }
    var removed = 0
    while removed < needed, !candidates.isEmpty {
      let folder = candidates.removeFirst()
      let byteCount = folder.byteCount
      if try folder.remove() { removed += byteCount }
    }
    return removed >= needed ? nil : "other runs began to use the cache meanwhile"
  }
}
