/// Bytes that can be read anywhere in any order: a file's, a part of it, or what an archive holds.
protocol ByteSource: AnyObject {
  /// What these bytes are, for errors: a path, or a path and the member of the archive.
  var name: String { get }
  /// How many there are.
  var byteCount: Int { get }
  /// Whether ``withBytes(_:_:)`` shows the bytes where they lie, at no cost; otherwise each call computes them.
  var isMapped: Bool { get }

  /// Calls `body` with all bytes of a range, which must lie within ``byteCount``.
  func withBytes<Result>(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result

  /// Calls `body` with the bytes of a range, which must lie within ``byteCount``, in pieces, first to last.
  ///
  /// All pieces but the last are of a multiple of 16 bytes. Memory: one piece of at most 1 MiB.
  func forEachPiece(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError)

  /// Takes note that bytes which ``withBytes(_:_:)`` shows are done with: memory that only mirrors the disk is given back.
  /// They can be read again, at the cost of bringing them back.
  func release(_ bytes: RawSpan)
}

extension ByteSource {
  /// Keeps everything.
  func release(_ bytes: RawSpan) {}

  /// An error about these bytes.
  func malformed(_ found: String, expected: String = "") -> NetError {
    NetError(
      .malformedFile, found: "\(name): \(found)", expected: expected,
      remedy: "Restore the file from a copy or fetch it again.")
  }

  /// The range of `count` bytes from `start`, if it lies within the bytes; `what` names it in the error.
  func range(from start: UInt64, count: UInt64, of what: String) throws(NetError) -> Range<Int> {
    let (end, overflow) = start.addingReportingOverflow(count)
    guard !overflow, end <= UInt64(byteCount) else {
      throw malformed(
        "\(what) claims \(count) bytes from byte \(start)", expected: "a place within its \(byteCount) bytes")
    }
    return Int(start)..<Int(end)
  }
}
