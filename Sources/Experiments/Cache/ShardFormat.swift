internal import Net

/// What the shards of one folder of the cache have in common.
struct ShardFormat: Sendable, Hashable {
  /// The extents of a row, the values of one example: `[96, 64]` for log-mel, `[n]` for a layer's output.
  var rowShape: [Int]
  /// In which precision they are kept.
  var precision: CachePrecision
  /// What computed them, in words: whatever changes a value changes this text.
  var source: String

  /// Values of a row.
  var valueCount: Int { rowShape.reduce(1, *) }

  /// Bytes of a row.
  var rowByteCount: Int { valueCount * precision.element.byteCount }

  /// The name of the folder: other formats and sources have others.
  var key: String {
    String(SHA256.hash("\(source)\n\(rowShape) \(precision.rawValue)").hexadecimal.prefix(16))
  }
}

/// What the cache keeps.
public enum CacheKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Log-mel examples.
  case examples
  /// Outputs of frozen layers.
  case activations
  /// Recordings at 16 kHz, for augmentation.
  case samples

  /// The folder of all of a kind.
  func path(in cacheFolder: String) -> String { cacheFolder + "/" + rawValue }
}
