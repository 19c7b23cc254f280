/// Reads TensorFlow's second checkpoint format: an index, which is a table, and the values in one or more data files.
///
/// Layout (`tensorflow/core/util/tensor_bundle`): the index holds `BundleHeaderProto{num_shards = 1, endianness = 2,
/// version = 3}` under the empty key and a ``BundleEntry`` under each variable's name; slices have entries under their
/// ``SliceKey``. The data files hold elements as they are in memory.
final class TensorFlowV2Reader: CheckpointReader {
  let variables: [CheckpointVariable]
  private let entries: [BundleEntry]
  private let slices: [[UInt8]: BundleEntry]
  private let index: any ByteSource
  private let shards: [any ByteSource]

  /// Reads the index and opens the data files.
  ///
  /// - Parameters:
  ///   - index: the index.
  ///   - openShard: gives data file `number` of `count`.
  /// - Throws: ``NetError/Code/malformedFile`` if the index is damaged, and what `openShard` throws.
  init(
    _ index: any ByteSource, openShard: (_ number: Int, _ count: Int) throws(NetError) -> any ByteSource
  ) throws(NetError) {
    var shardCount: Int?
    var named: [(String, BundleEntry)] = []
    var slices: [[UInt8]: BundleEntry] = [:]
    let table = try TableFile(index)
    try table.forEachEntry("the places of the variables") { key, bytes throws(NetError) in
      if key.isEmpty {
        shardCount = try Self.shardCount(bytes, of: index)
      } else if key[0] == 0 {
        slices[key] = try BundleEntry(bytes, name: "a slice", of: index)
      } else {
        guard let name = String(validating: key, as: UTF8.self) else {
          throw index.malformed("a variable's name is not UTF-8")
        }
        named.append((name, try BundleEntry(bytes, name: name, of: index)))
      }
    }
    guard let shardCount else { throw index.malformed("an index without header") }
    var shards: [any ByteSource] = []
    for number in 0..<shardCount { shards.append(try openShard(number, shardCount)) }
    named.sort { ($0.1.shard, $0.1.offset, $0.0) < ($1.1.shard, $1.1.offset, $1.0) }
    try Self.refuseOverlaps(named.filter { $0.1.slices.isEmpty }.map(\.1) + slices.values, of: index)
    (self.index, self.shards, self.slices) = (index, shards, slices)
    entries = named.map(\.1)
    variables = named.map { name, entry in
      CheckpointVariable(
        shape: ParameterShape(name: name, shape: entry.shape), element: entry.type.element,
        typeName: entry.type.name)
    }
    // A data file that is cut off shows now and not after minutes of reading.
    for (name, entry) in named where entry.slices.isEmpty && entry.type.element != nil {
      _ = try place(of: entry, name)
    }
  }

  func forEachPiece(
    of index: Int, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    let (entry, name) = (entries[index], variables[index].shape.name)
    guard let width = entry.type.element?.byteCount else { preconditionFailure("\(name) has no numbers") }
    if entry.slices.isEmpty { return try forEachPiece(of: entry, name, body) }
    let places = try sliceEntries(of: entry, name)
    var whole = SliceAssembly(shape: entry.shape, count: entry.count, width: width)
    for (part, ranges) in places {
      var bytes: [UInt8] = []
      try forEachPiece(of: part, name) { piece throws(NetError) in
        unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
      }
      guard whole.fill(bytes, ranges) else {
        throw self.index.malformed("variable '\(name)' has slices that overlap")
      }
    }
    guard whole.isComplete else {
      throw self.index.malformed("variable '\(name)' lacks a part of its slices")
    }
    try body(unsafe whole.bytes.span.bytes)
  }

  /// The slices' entries, which together have as many elements as the variable and lie within the data files.
  private func sliceEntries(
    of entry: BundleEntry, _ name: String
  ) throws(NetError) -> [(BundleEntry, [Range<Int>])] {
    var places: [(BundleEntry, [Range<Int>])] = []
    var missing = entry.count
    for slice in entry.slices {
      guard let ranges = slice.ranges(in: entry.shape), let part = slices[SliceKey.make(name, slice)],
        part.type == entry.type, part.shape == ranges.map(\.count), part.count <= missing
      else {
        throw index.malformed("variable '\(name)' has a slice that is missing or does not fit \(entry.shape)")
      }
      _ = try place(of: part, name)
      missing -= part.count
      places.append((part, ranges))
    }
    guard missing == 0 else { throw index.malformed("variable '\(name)' lacks a part of its slices") }
    return places
  }

  private func forEachPiece(
    of entry: BundleEntry, _ name: String, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    let (shard, place) = try place(of: entry, name)
    var checksum = CRC32C()
    try shard.forEachPiece(place) { piece throws(NetError) in
      checksum.append(piece)
      try body(piece)
    }
    guard checksum.masked == entry.checksum else {
      throw shard.malformed(
        "variable '\(name)' fails its CRC-32C", expected: "checksum \(entry.checksum), not \(checksum.masked)"
      )
    }
  }

  private func place(
    of entry: BundleEntry, _ name: String
  ) throws(NetError) -> (any ByteSource, Range<Int>) {
    guard shards.indices.contains(entry.shard) else {
      throw index.malformed("variable '\(name)' in data file \(entry.shard) of \(shards.count)")
    }
    let shard = shards[entry.shard]
    let bytes = UInt64(entry.count * (entry.type.element?.byteCount ?? 1))
    guard entry.size == bytes else {
      throw index.malformed(
        "variable '\(name)' of \(entry.size) bytes", expected: "\(bytes), as its shape says")
    }
    return (shard, try shard.range(from: entry.offset, count: entry.size, of: "variable '\(name)'"))
  }

  /// Entries that share bytes would let a small checkpoint stand for endless work; TensorFlow writes none.
  private static func refuseOverlaps(_ entries: [BundleEntry], of source: any ByteSource) throws(NetError) {
    let sorted = entries.filter { $0.size > 0 }.sorted { ($0.shard, $0.offset) < ($1.shard, $1.offset) }
    for (entry, next) in zip(sorted, sorted.dropFirst()) where entry.shard == next.shard {
      guard next.offset - entry.offset >= entry.size else {
        throw source.malformed("variables overlap at byte \(next.offset) of data file \(next.shard)")
      }
    }
  }

  private static func shardCount(_ bytes: RawSpan, of source: any ByteSource) throws(NetError) -> Int {
    // More would only name files that don't exist.
    let most: UInt64 = 100_000
    var count: UInt64 = 0
    var reader = WireReader(0..<bytes.byteCount, of: source)
    while let field = try reader.next(in: bytes) {
      if field.number == 1 { count = field.varint }
      if field.number == 2, field.varint != 0 {
        throw NetError(
          .unsupported, found: "\(source.name): written on a big-endian machine",
          expected: "little-endian values")
      }
    }
    guard (1...most).contains(count) else { throw source.malformed("\(count) data files") }
    return Int(count)
  }
}
