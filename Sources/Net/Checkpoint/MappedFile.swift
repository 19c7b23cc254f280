internal import Glibc

/// A file mapped read-only into memory: its pages are read when they are touched.
///
/// The file must not be shortened while it is mapped; jx replaces files by renaming and never rewrites one in place.
@safe struct MappedFile: ~Copyable, Sendable {
  /// Never written to: any number of threads may read.
  private nonisolated(unsafe) let base: UnsafeRawPointer?
  /// The file's size in bytes when it was opened.
  let byteCount: Int

  /// Maps a regular file; throws ``NetError/Code/missingFile`` or ``NetError/Code/inputOutput`` with the path and the
  /// system's reason.
  init(path: String) throws(NetError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("opened", path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure("examined", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw NetError(.inputOutput, found: "\(path) is not a regular file", expected: "a file")
    }
    let size = Int(status.st_size)
    // A mapping of no bytes is refused by the system; an empty file needs none.
    let mapping = size > 0 ? unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0) : nil
    guard unsafe mapping != MAP_FAILED else { throw Self.failure("mapped into memory", path) }
    unsafe base = UnsafeRawPointer(mapping)
    byteCount = size
  }

  deinit {
    if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }
  }

  /// Calls `body` with the bytes of a range that must lie within the file.
  func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of a file of \(byteCount)")
    return try body(unsafe UnsafeRawBufferPointer(start: base, count: byteCount).bytes.extracting(range))
  }

  /// Calls `body` with a range as single-precision numbers where they lie; nil if they are not aligned to them.
  func withFloats<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of a file of \(byteCount)")
    guard let base = unsafe base, range.lowerBound % MemoryLayout<Float>.alignment == 0 else { return nil }
    let start = unsafe (base + range.lowerBound).assumingMemoryBound(to: Float.self)
    let floats = unsafe UnsafeBufferPointer(start: start, count: range.count / MemoryLayout<Float>.size)
    return try body(unsafe floats.span)
  }

  /// Asks the system to read a range from disk now, so that it is there when it is touched; returns at once.
  func prefetch(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of a file of \(byteCount)")
    guard let base = unsafe base, !range.isEmpty else { return }
    let page = Int(getpagesize())
    let start = range.lowerBound / page * page
    // Advice only: that it could not be taken shows in nothing but time.
    _ = unsafe madvise(
      UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, MADV_WILLNEED)
  }

  /// Gives back the memory of a range and of what the system mapped along with it; all of it can be read again.
  func release(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of a file of \(byteCount)")
    guard let base = unsafe base, !range.isEmpty else { return }
    let first = max(0, range.lowerBound / Self.largestFolio * Self.largestFolio - Self.faultAround)
    let folios = (range.upperBound + Self.largestFolio - 1) / Self.largestFolio
    let last = min(byteCount, folios * Self.largestFolio + Self.faultAround)
    _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
  }

  /// Where a page is touched, Linux maps the aligned block of the file that it keeps together in memory, of up to two
  /// megabytes (since version 6.18), and what is there of the pages about it (`fault_around_bytes`).
  private static let largestFolio = 1 << 21
  private static let faultAround = 1 << 16

  /// Gives back the memory of bytes that ``withBytes(_:_:)`` showed, whole pages of it; they can be read again. Other
  /// bytes are left alone.
  func release(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = unsafe base, let start = buffer.baseAddress else { return }
      let page = Int(getpagesize())
      let offset = unsafe start - base
      // Decompressed bytes lie elsewhere.
      guard offset >= 0, offset + buffer.count <= byteCount else { return }
      let (first, last) = ((offset + page - 1) / page * page, (offset + buffer.count) / page * page)
      if first < last {
        _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
      }
    }
  }

  private static func failure(_ verb: String, _ path: String) -> NetError {
    NetError(
      [ENOENT, ENOTDIR].contains(errno) ? .missingFile : .inputOutput,
      found: "\(path) could not be \(verb): \(unsafe String(cString: strerror(errno)))",
      expected: "a readable file")
  }
}
