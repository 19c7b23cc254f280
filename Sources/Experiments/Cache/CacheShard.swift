internal import Glibc
internal import Net

/// The rows of many clips in one immutable safetensors file, mapped into memory. A row is what the cache keeps of an example.
///
/// Tensors: `values` F32 or F16 `[n, …]`, clip after clip; `contents` U8 `[clips, 32]`, the SHA-256 of each clip's audio
/// file; `counts` U32 `[clips]`, its rows; `checksums` U32 `[n]`, the CRC-32C of each row's bytes. The metadata hold
/// `format`, `source` (what computed the rows) and `sha256`, the digest of contents, counts and checksums. That digest is
/// checked when a shard is opened, a row's checksum whenever the row is read. Shards appear under their name only when
/// they are complete (``AtomicFile``).
final class CacheShard: Sendable {
  /// Where a clip's rows stand in a shard.
  struct Entry: Hashable, Sendable {
    /// The digest of the audio file.
    var content: Digest
    /// The clip's first row in the shard.
    var first: Int
    /// The number of its rows.
    var count: Int
  }

  static let fileExtension = "safetensors"
  static let formatName = "jx cache 2"

  /// Names in the file.
  enum Key {
    static let format = "format"
    static let source = "source"
    static let digest = "sha256"
    static let values = "values"
    static let contents = "contents"
    static let counts = "counts"
    static let checksums = "checksums"
  }

  /// What it was written as.
  let format: ShardFormat
  /// The clips in the shard.
  let entries: [Entry]
  /// Its path.
  let path: String
  /// The file's size.
  let byteCount: Int
  private let rows: ChecksummedRows

  /// Opens a shard and checks structure and index, not the rows.
  ///
  /// - Parameter expected: what it must be; nil to take it as it is.
  /// - Throws: ``ExperimentError/Code/invalidData`` for a damaged shard or one of another format,
  ///   ``ExperimentError/Code/inputOutput`` for one that can't be opened.
  init(path: String, format expected: ShardFormat?) throws(ExperimentError) {
    let file: SafetensorsFile
    do throws(NetError) { file = try SafetensorsFile(path: path) } catch {
      guard error.code == .malformedFile else {
        throw ExperimentError(.inputOutput, found: error.found, place: path)
      }
      throw Self.refusal(error.description, path)
    }
    guard file.metadata[Key.format] == Self.formatName, let source = file.metadata[Key.source],
      let values = file.tensor(named: Key.values), let contents = file.tensor(named: Key.contents),
      let counts = file.tensor(named: Key.counts), let checksums = file.tensor(named: Key.checksums),
      let precision = CachePrecision.allCases.first(where: { $0.element == values.element }),
      let rows = values.shape.shape.first, let clips = counts.shape.shape.first,
      contents.shape.shape == [clips, 32], contents.element == .uint8, counts.element == .uint32,
      counts.shape.shape.count == 1, checksums.shape.shape == [rows], checksums.element == .uint32
    else { throw Self.refusal("a file without the tensors of a shard", path) }
    let format = ShardFormat(
      rowShape: Array(values.shape.shape.dropFirst()), precision: precision, source: source)
    guard expected == nil || format == expected else {
      throw Self.refusal("rows of \(format.rowShape) \(precision.rawValue) from another source", path)
    }
    var hash = SHA256()
    for tensor in [contents, counts, checksums] {
      file.withBytes(0..<tensor.bytes.count, of: tensor) { hash.update($0) }
    }
    let digest = hash.finish()
    guard digest.hexadecimal == file.metadata[Key.digest] else {
      throw Self.refusal(
        "an index with the digest \(digest), recorded as \(file.metadata[Key.digest] ?? "nothing")", path)
    }
    var entries: [Entry] = []
    var first = 0
    for clip in 0..<clips {
      let content = file.withBytes((clip * 32)..<(clip * 32 + 32), of: contents) { Digest(bytes: $0) }
      let count = file.withBytes((clip * 4)..<(clip * 4 + 4), of: counts) { Int(Self.word($0)) }
      entries.append(Entry(content: content, first: first, count: count))
      first += count
    }
    guard first == rows, entries.allSatisfy({ $0.count > 0 }) else {
      throw Self.refusal("an index of \(first) rows for \(rows)", path)
    }
    (self.format, self.entries, self.path, byteCount) = (format, entries, path, file.byteCount)
    do throws(NetError) {
      self.rows = try ChecksummedRows(file, values: Key.values, checksums: Key.checksums)
    } catch {
      throw Self.refusal(error.description, path)
    }
  }

  /// The number of rows.
  var rowCount: Int { rows.count }

  /// Copies a row out, in single precision.
  ///
  /// - Parameter target: overwritten; as many values as a row has.
  /// - Throws: ``ExperimentError/Code/invalidData`` if the row's bytes are not those that were written; the shard is then
  ///   removed, so that the next build computes what it held again.
  func copy(_ row: Int, into target: inout MutableSpan<Float>) throws(ExperimentError) {
    do throws(ChecksummedRows.Mismatch) { try rows.copy(row, into: &target) } catch {
      throw removed(row, error)
    }
  }

  /// Asks for a row to be near when it is read; returns at once.
  func prefetch(_ row: Int) { rows.prefetch(row) }

  /// Reads all rows and compares them with their checksums; throws as ``copy(_:into:)`` does.
  func verify() throws(ExperimentError) {
    for row in 0..<rowCount {
      do throws(ChecksummedRows.Mismatch) { try rows.check(row) } catch { throw removed(row, error) }
    }
  }

  /// Removes the file, and says why.
  private func removed(_ row: Int, _ mismatch: ChecksummedRows.Mismatch) -> ExperimentError {
    unsafe unlink(path)
    return ExperimentError(
      .invalidData, found: "row \(row) has the checksum \(String(mismatch.found, radix: 16))",
      expected: String(mismatch.expected, radix: 16), place: path,
      remedy: "The damaged shard was removed; the same command, or jx resume, computes again what it held.")
  }

  private static func word(_ bytes: RawSpan) -> UInt32 {
    UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(as: UInt32.self))
  }

  private static func refusal(_ found: String, _ path: String) -> ExperimentError {
    ExperimentError(
      .invalidData, found: found, expected: "a whole shard of the cache", place: path,
      remedy: "What it held is computed again.")
  }
}
