internal import CProcessor
internal import NetKernels

/// The rows of a mapped tensor, each with its CRC-32C in another tensor of the file; for reading single rows in any order.
///
/// A row is checked whenever it is read. A read of half a kilobyte takes a tenth of a microsecond. Large rows do not stay mapped, so
/// that a process does not grow with the file; the system keeps in memory what it has room for.
public final class ChecksummedRows: Sendable {
  /// What a row's bytes should have given, and what they gave.
  public struct Mismatch: Error, Sendable, Hashable {
    /// The checksum of the bytes.
    public let found: UInt32
    /// The one recorded.
    public let expected: UInt32
  }

  /// The number of rows.
  public let count: Int
  /// Values of a row.
  public let valueCount: Int
  private let element: TensorElement
  private let rowByteCount: Int
  private let values: Int
  private let checksums: Int
  private let file: MappedFile

  /// Rows from which on a row is read ahead from disk rather than from memory, and not left mapped: two pages.
  private static let largeRow = 8192

  /// The rows of a tensor.
  ///
  /// - Parameters:
  ///   - file: an open file.
  ///   - values: the tensor's name, `[rows, …]`.
  ///   - checksums: the name of the tensor of checksums, `U32 [rows]`.
  /// - Throws: ``NetError/Code/unknownName`` or ``NetError/Code/shapeMismatch`` if the file lacks one or they don't fit.
  public init(
    _ file: consuming SafetensorsFile, values: String, checksums: String
  ) throws(NetError) {
    let (rows, sums) = (try file.required(values), try file.required(checksums))
    guard let count = rows.shape.shape.first, sums.element == .uint32, sums.shape.shape == [count] else {
      throw NetError(
        .shapeMismatch,
        found: "checksums \(sums.element.rawValue) \(sums.shape.shape) for \(rows.shape.shape)",
        expected: "one U32 a row")
    }
    self.count = count
    element = rows.element
    valueCount = rows.shape.shape.dropFirst().reduce(1, *)
    rowByteCount = valueCount * element.byteCount
    self.values = file.dataStart + rows.bytes.lowerBound
    self.checksums = file.dataStart + sums.bytes.lowerBound
    self.file = file.intoMapping()
  }

  /// Copies a row out in single precision.
  ///
  /// - Parameter target: overwritten; ``valueCount`` values.
  /// - Throws: ``Mismatch`` for a row whose bytes are not those that were written.
  public func copy(_ row: Int, into target: inout MutableSpan<Float>) throws(Mismatch) {
    precondition(target.count == valueCount, "\(target.count) values for a row of \(valueCount)")
    try compare(row)
    let start = values + row * rowByteCount
    file.withBytes(start..<(start + rowByteCount)) { bytes in
      if element == .float32 {
        unsafe bytes.withUnsafeBytes { source in
          unsafe target.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        }
      } else {
        element.convert(bytes, into: &target)
      }
    }
    release(row)
  }

  /// Compares a row with its checksum; throws as ``copy(_:into:)`` does.
  public func check(_ row: Int) throws(Mismatch) {
    try compare(row)
    release(row)
  }

  private func release(_ row: Int) {
    guard rowByteCount >= Self.largeRow else { return }
    let start = values + row * rowByteCount
    file.release(start..<(start + rowByteCount))
  }

  private func compare(_ row: Int) throws(Mismatch) {
    precondition(row >= 0 && row < count, "row \(row) of \(count)")
    let start = values + row * rowByteCount
    let found = file.withBytes(start..<(start + rowByteCount)) { CRC32C.checksum($0) }
    let place = checksums + 4 * row
    let expected = file.withBytes(place..<(place + 4)) { bytes in
      UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(as: UInt32.self))
    }
    guard found == expected else { throw Mismatch(found: found, expected: expected) }
  }

  /// Asks for a row to be near when it is read: large ones to be read from disk, small ones to be brought into the cache.
  /// Returns at once.
  public func prefetch(_ row: Int) {
    precondition(row >= 0 && row < count, "row \(row) of \(count)")
    let start = values + row * rowByteCount
    if rowByteCount >= Self.largeRow {
      file.prefetch(start..<(start + rowByteCount))
    } else {
      file.withBytes(start..<(start + rowByteCount)) { bytes in
        unsafe bytes.withUnsafeBytes { unsafe prefetchIntoCache($0.baseAddress, $0.count) }
      }
    }
  }
}
