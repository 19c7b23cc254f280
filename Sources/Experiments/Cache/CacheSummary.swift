public import Foundation

/// What a folder of the cache holds.
public struct CacheSummary: Sendable, Hashable, Codable {
  /// Log-mel examples, or outputs of frozen layers.
  public var kind: CacheKind
  /// The folder's name.
  public var key: String
  /// What computed it, in words; empty without a readable shard.
  public var source: String
  /// The extents of an example's values.
  public var shape: [Int]
  /// In which precision they are kept; nil without a readable shard.
  public var precision: CachePrecision?
  /// Shards that can be opened.
  public var shardCount: Int
  /// Clips in them.
  public var clipCount: Int
  /// Examples in them.
  public var exampleCount: Int
  /// Shards that can't be opened, with the reason.
  public var damaged: [String]
  /// Bytes of all files.
  public var byteCount: Int
  /// When a run last used it.
  public var lastUsed: Date
  /// Whether a process uses it now.
  public var isUsed: Bool

  /// The layer, or `log-mel`, with the extents of an example.
  public var title: String {
    let what = kind == .examples ? "log-mel" : String(source.prefix { $0 != ";" })
    return ([what] + [shape.map(String.init).joined(separator: " × "), precision?.rawValue ?? ""])
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private enum CodingKeys: String, CodingKey {
    case kind
    case key
    case source
    case shape
    case precision
    case shardCount = "shards"
    case clipCount = "clips"
    case exampleCount = "examples"
    case damaged
    case byteCount = "bytes"
    case lastUsed = "last_used"
    case isUsed = "in_use"
  }
}

extension CacheFolder {
  /// Opens every shard, which reads its index.
  var summary: CacheSummary {
    var summary = CacheSummary(
      kind: kind, key: key, source: "", shape: [], precision: nil, shardCount: 0, clipCount: 0,
      exampleCount: 0,
      damaged: [], byteCount: byteCount, lastUsed: lastUsed, isUsed: CacheLease.isUsed(path))
    for path in shardPaths {
      do throws(ExperimentError) {
        let shard = try CacheShard(path: path, format: nil)
        summary.source = shard.format.source
        summary.shape = shard.format.rowShape
        summary.precision = shard.format.precision
        summary.shardCount += 1
        summary.clipCount += shard.entries.count
        summary.exampleCount += shard.rowCount
      } catch {
        summary.damaged.append(error.description)
      }
    }
    return summary
  }
}
