internal import Foundation
internal import Glibc

/// A folder of shards of one format, as far as its files tell without being opened.
struct CacheFolder: Sendable {
  /// What it holds.
  let kind: CacheKind
  /// Its name, see ``ShardFormat/key``.
  let key: String
  /// Its path.
  let path: String

  /// All folders of some kinds, in the order of their names.
  static func all(_ kinds: [CacheKind] = CacheKind.allCases, in cacheFolder: String) -> [CacheFolder] {
    kinds.flatMap { kind in
      let path = kind.path(in: cacheFolder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return names.sorted().map { CacheFolder(kind: kind, key: $0, path: path + "/" + $0) }
        .filter(\.isFolder)
    }
  }

  private var isFolder: Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Names of the files in it, sorted.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// The paths of its shards.
  var shardPaths: [String] {
    names.filter { $0.hasSuffix("." + CacheShard.fileExtension) }.map { path + "/" + $0 }
  }

  /// The bytes of all its files.
  var byteCount: Int {
    names.reduce(0) { total, name in
      var status = stat()
      return unsafe stat(path + "/" + name, &status) == 0 ? total + Int(status.st_size) : total
    }
  }

  /// The bytes it has or, while it is being built, is to have.
  var claimedByteCount: Int { max(byteCount, CacheBuildLock.plannedByteCount(of: path) ?? 0) }

  /// When it was last used.
  var lastUsed: Date {
    var status = stat()
    guard unsafe stat(path + "/" + CacheLease.fileName, &status) == 0 || stat(path, &status) == 0 else {
      return .distantPast
    }
    return Date(
      timeIntervalSince1970: Double(status.st_mtim.tv_sec) + 1e-9 * Double(status.st_mtim.tv_nsec))
  }

  /// Removes what builds that were killed have left: temporary files that no process is writing.
  func removeLeftovers() {
    for name in names where name.hasSuffix(".tmp") {
      // One that can't be removed is in nobody's way.
      _ = try? AtomicFile.removeAbandoned(path + "/" + name)
    }
  }

  /// Removes the folder unless somebody uses it.
  ///
  /// - Returns: false if it is in use.
  /// - Throws: ``ExperimentError/Code/inputOutput`` if a file can't be removed.
  func remove() throws(ExperimentError) -> Bool {
    guard let lease = CacheLease.own(path) else { return false }
    // The lock last, so that whoever comes meanwhile waits for it or finds a folder that is whole and empty.
    for name in names where name != CacheLease.fileName {
      guard unsafe unlink(path + "/" + name) == 0 || errno == ENOENT else {
        throw SystemFailure.error("removed", path + "/" + name)
      }
    }
    unsafe unlink(path + "/" + CacheLease.fileName)
    _ = lease
    unsafe rmdir(path)
    return true
  }
}
