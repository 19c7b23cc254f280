/// The contents of one block of a table: entries in the order of their keys, each key without what it shares with the
/// one before.
///
///     entry      varint shared, varint unshared, varint value length, `unshared` bytes of key, value
///     restarts   32 bits each: where entries stand that share nothing
///     32 bits    how many restarts
struct TableBlock {
  /// Where the value of each key stands in the contents.
  let values: [[UInt8]: Range<Int>]
  /// The keys in the order of the block, which is that of their bytes.
  let keys: [[UInt8]]

  /// Reads the entries of a block.
  ///
  /// - Parameters:
  ///   - contents: the uncompressed contents.
  ///   - source: whose block it is, for errors.
  /// - Throws: ``NetError/Code/malformedFile`` for entries that do not fill the block, keys out of order or one twice.
  init(_ contents: RawSpan, of source: any ByteSource) throws(NetError) {
    let end = try Self.entriesEnd(contents, of: source)
    // Shared beginnings let few bytes stand for long keys, which no table of names needs.
    var keyBytesLeft = 32 * contents.byteCount + 4096
    var values: [[UInt8]: Range<Int>] = [:]
    var keys: [[UInt8]] = []
    var reader = VarintReader(0..<end)
    while reader.position < end {
      let before = keys.last ?? []
      guard let shared = reader.next(in: contents), let unshared = reader.next(in: contents),
        let valueCount = reader.next(in: contents), shared <= UInt64(before.count),
        unshared <= UInt64(end - reader.position)
      else { throw source.malformed("a block's entry is cut off, or shares more than there is") }
      let keyEnd = reader.position + Int(unshared)
      guard valueCount <= UInt64(end - keyEnd) else {
        throw source.malformed("a value of \(valueCount) bytes", expected: "at most \(end - keyEnd)")
      }
      let key = before[..<Int(shared)] + contents.copy(reader.position..<keyEnd)
      keyBytesLeft -= key.count
      guard keyBytesLeft >= 0 else { throw source.malformed("keys of an absurd total length") }
      guard keys.isEmpty || before.lexicographicallyPrecedes(key) else {
        throw source.malformed("keys out of order, or one key twice")
      }
      reader.position = keyEnd + Int(valueCount)
      values[Array(key)] = keyEnd..<reader.position
      keys.append(Array(key))
    }
    self.values = values
    self.keys = keys
  }

  private static func entriesEnd(_ contents: RawSpan, of source: any ByteSource) throws(NetError) -> Int {
    let word = 4
    guard contents.byteCount >= word else {
      throw source.malformed("a block of \(contents.byteCount) bytes", expected: "at least \(word)")
    }
    let restarts = Int(contents.littleEndian(at: contents.byteCount - word, as: UInt32.self))
    let end = contents.byteCount - word * (restarts + 1)
    guard end >= 0 else {
      throw source.malformed("\(restarts) restarts in a block of \(contents.byteCount) bytes")
    }
    return end
  }
}
