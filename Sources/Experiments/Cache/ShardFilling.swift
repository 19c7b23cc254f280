internal import Foundation
internal import Net

/// The shard that is being filled: rows in memory until there are enough of them for a file.
struct ShardFilling {
  private let folder: String
  private let format: ShardFormat
  private var contents: [Digest] = []
  private var counts: [UInt32] = []
  private var checksums: [UInt32] = []
  private var bytes: [UInt8] = []
  private var begin = ContinuousClock.now

  /// The bytes a shard is filled with before it is written: 64 MiB.
  static let byteLimit = 1 << 26
  /// How long rows wait in memory at the most: what an abrupt end costs.
  private static let timeLimit = Duration.seconds(20)

  init(folder: String, format: ShardFormat) {
    self.folder = folder
    self.format = format
  }

  /// Adds a clip's rows and writes the shard once it is full or has been filled for long enough.
  ///
  /// - Parameter rows: whole rows, at least one.
  mutating func append(_ rows: Span<Float>, of content: Digest) throws(ExperimentError) {
    precondition(
      !rows.isEmpty && rows.count.isMultiple(of: format.valueCount),
      "\(rows.count) values in rows of \(format.valueCount)")
    if contents.isEmpty { begin = .now }
    let start = bytes.count
    switch format.precision {
    case .float32: unsafe rows.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    case .float16:
      for index in rows.indices {
        let bits = Self.half(rows[index]).bitPattern
        bytes.append(UInt8(truncatingIfNeeded: bits))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
      }
    }
    for row in stride(from: start, to: bytes.count, by: format.rowByteCount) {
      let end = row + format.rowByteCount
      checksums.append(unsafe CRC32C.checksum(bytes.span.extracting(row..<end).bytes))
    }
    contents.append(content)
    counts.append(UInt32(rows.count / format.valueCount))
    if bytes.count >= Self.byteLimit || ContinuousClock.now - begin > Self.timeLimit { try flush() }
  }

  /// Writes what there is as a shard under a name that no other process uses.
  mutating func flush() throws(ExperimentError) {
    guard !contents.isEmpty else { return }
    let path = "\(folder)/\(UUID().uuidString.lowercased()).\(CacheShard.fileExtension)"
    do {
      try write(to: path)
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.inputOutput, found: "\(path) could not be written: \(error)")
    }
    contents = []
    counts = []
    checksums = []
    bytes.removeAll(keepingCapacity: true)
  }

  private func write(to path: String) throws {
    let digests = contents.flatMap(\.bytes)
    let counts = Self.bytes(counts)
    let checksums = Self.bytes(checksums)
    var hash = SHA256()
    for part in [digests, counts, checksums] { hash.update(unsafe part.span.bytes) }
    let writer = try SafetensorsWriter(
      tensors: [
        ParameterShape(
          name: CacheShard.Key.values, shape: [bytes.count / format.rowByteCount] + format.rowShape),
        ParameterShape(name: CacheShard.Key.contents, shape: [contents.count, 32]),
        ParameterShape(name: CacheShard.Key.counts, shape: [contents.count]),
        ParameterShape(name: CacheShard.Key.checksums, shape: [bytes.count / format.rowByteCount]),
      ],
      elements: [format.precision.element, .uint8, .uint32, .uint32],
      metadata: [
        CacheShard.Key.format: CacheShard.formatName, CacheShard.Key.source: format.source,
        CacheShard.Key.digest: hash.finish().hexadecimal,
      ])
    var file = try AtomicFile(path: path)
    try file.reserve(writer.byteCount)
    let parts = [
      CacheShard.Key.values: bytes, CacheShard.Key.contents: digests, CacheShard.Key.counts: counts,
      CacheShard.Key.checksums: checksums,
    ]
    try writer.write(
      to: { try file.write($0) },
      bytes: { tensor in
        guard let part = parts[tensor.name] else { preconditionFailure("a tensor \(tensor.name)") }
        return part
      })
    try file.commit()
  }

  private static func half(_ value: Float) -> Float16 {
    let largest = Float(Float16.greatestFiniteMagnitude)
    return Float16(value.isNaN ? value : min(max(value, -largest), largest))
  }

  private static func bytes(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}
