/// Reads which steps a TensorBoard events file tells of.
public enum TensorBoardEventFile {
  /// An event of interest.
  public enum Entry: Sendable, Hashable {
    /// Events of this step and later ones in what was read before count no more.
    case sessionStart(step: Int)
    /// Figures or pictures of a step.
    case summary(step: Int)
  }

  /// The events in their order, up to a record that is cut off or damaged: a writer that was killed leaves one.
  ///
  /// - Throws: ``NetError/Code/missingFile`` or ``NetError/Code/inputOutput`` for a file that can't be read.
  public static func entries(path: String) throws(NetError) -> [Entry] {
    let source = try MappedSource(path: path)
    return try source.withBytes(0..<source.byteCount) { bytes throws(NetError) in
      var entries: [Entry] = []
      var position = 0
      while let data = nextRecord(in: bytes, at: &position) {
        guard let entry = try? entry(of: data, in: bytes, source) else { continue }
        entries.append(entry)
      }
      return entries
    }
  }

  /// Where the next record's data lie; nil at the end and before a record that is not whole.
  private static func nextRecord(in bytes: RawSpan, at position: inout Int) -> Range<Int>? {
    let head = 12
    guard bytes.byteCount - position >= head + 4 else { return nil }
    let length: UInt64 = bytes.littleEndian(at: position)
    guard isWhole(position..<(position + 8), in: bytes),
      length <= UInt64(bytes.byteCount - position - head - 4)
    else { return nil }
    let data = (position + head)..<(position + head + Int(length))
    guard isWhole(data, in: bytes) else { return nil }
    position = data.upperBound + 4
    return data
  }

  /// Whether the checksum behind some bytes is theirs.
  private static func isWhole(_ range: Range<Int>, in bytes: RawSpan) -> Bool {
    var checksum = CRC32C()
    checksum.append(bytes.extracting(range))
    return checksum.masked == bytes.littleEndian(at: range.upperBound, as: UInt32.self)
  }

  private static func entry(
    of data: Range<Int>, in bytes: RawSpan, _ source: any ByteSource
  ) throws(NetError) -> Entry? {
    var reader = WireReader(data, of: source)
    var step = 0
    var (isSummary, isSessionStart) = (false, false)
    while let field = try reader.next(in: bytes) {
      switch field.number {
      case 2: step = field.integer ?? 0
      case 5: isSummary = true
      case 7: isSessionStart = try isStart(field.place, in: bytes, source)
      default: break
      }
    }
    return isSummary ? .summary(step: step) : isSessionStart ? .sessionStart(step: step) : nil
  }

  private static func isStart(
    _ message: Range<Int>, in bytes: RawSpan, _ source: any ByteSource
  ) throws(NetError) -> Bool {
    var reader = WireReader(message, of: source)
    while let field = try reader.next(in: bytes) {
      if field.number == 1 { return field.integer == 1 }
    }
    return false
  }
}
