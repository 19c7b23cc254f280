/// The bytes of one block of a table around the values of its entries. The layout stands with ``TableBlock``.
struct TableBlockBuilder {
  /// After how many entries a key is stored in full again.
  let restartInterval: Int
  /// The bytes so far, values included, without the restarts.
  private(set) var byteCount = 0
  /// The key that came last.
  private(set) var lastKey: [UInt8] = []

  private var restarts = [0]
  private var entriesSinceRestart = 0

  /// A block without entries.
  init(restartInterval: Int) {
    self.restartInterval = restartInterval
  }

  /// The bytes that the block would have if it ended here.
  var finishedByteCount: Int { byteCount + 4 * (restarts.count + 1) }

  /// The bytes before an entry's value; the key must be behind all before it.
  mutating func begin(_ key: [UInt8], valueByteCount: Int) -> [UInt8] {
    if entriesSinceRestart == restartInterval {
      restarts.append(byteCount)
      entriesSinceRestart = 0
    }
    let shared = entriesSinceRestart == 0 ? 0 : zip(key, lastKey).prefix { $0 == $1 }.count
    var entry = WireWriter()
    entry.appendVarint(UInt64(shared))
    entry.appendVarint(UInt64(key.count - shared))
    entry.appendVarint(UInt64(valueByteCount))
    let bytes = entry.bytes + key[shared...]
    byteCount += bytes.count + valueByteCount
    entriesSinceRestart += 1
    lastKey = key
    return bytes
  }

  /// The bytes behind the last value.
  var end: [UInt8] {
    (restarts + [restarts.count]).flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
  }
}
