/// Arrays in NumPy's file format, for exchange with Python.
///
/// Layout (NEP 1; `numpy.lib.format`): the bytes 93 `NUMPY`, version major and minor, the header's length in two bytes
/// (version 1) or four (2 and 3), little-endian, the header, then the values. The header is a Python dictionary,
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 96, 64), }`, padded with spaces and a line feed so that the
/// values begin at a multiple of 64.
public struct NPYFile: Sendable, Hashable {
  /// The length of each dimension, outermost first; empty for a single value.
  public var shape: [Int]
  /// The values, row-major.
  public var values: [Float]

  /// An array; `shape` must multiply to the number of values.
  public init(shape: [Int], values: [Float]) {
    precondition(
      shape.reduce(1, *) == values.count, "\(values.count) values in the shape \(shape)")
    self.shape = shape
    self.values = values
  }

  /// Writes the array as little-endian `float32`, atomically: a file appears complete or not at all.
  ///
  /// - Throws: ``AudioError/Code/writeFailed``.
  public func write(to path: String) throws(AudioError) {
    var bytes = NPYHeader(descriptor: "<f4", isFortranOrder: false, shape: shape).bytes
    bytes.reserveCapacity(bytes.count + values.count * 4)
    for value in values {
      let bits = value.bitPattern
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
    }
    var file = AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  /// Reads an array of little-endian `float32` or `float64`; the latter are rounded.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - maximumCount: the most values that are still accepted.
  /// - Throws: ``AudioError``: ``AudioError/Code/malformed`` for a damaged or truncated file,
  ///   ``AudioError/Code/unsupportedFormat`` for other types and Fortran's order, ``AudioError/Code/tooLong``.
  public init(reading path: String, maximumCount: Int = 1 << 30) throws(AudioError) {
    let source = try ByteSource(path: path)
    let header = try NPYHeader(of: source)
    guard !header.isFortranOrder, header.descriptor == "<f4" || header.descriptor == "<f8" else {
      throw AudioError(
        .unsupportedFormat, file: path,
        found: "values of type '\(header.descriptor)'\(header.isFortranOrder ? " in Fortran's order" : "")",
        expected: "'<f4' or '<f8' in C order")
    }
    let width = header.descriptor == "<f4" ? 4 : 8
    guard let count = header.valueCount, count <= maximumCount else {
      throw AudioError(
        .tooLong, file: path, found: "an array of shape \(header.shape)",
        expected: "at most \(maximumCount) values")
    }
    guard source.byteCount - header.dataOffset == count * width else {
      throw AudioError(
        .malformed, file: path, found: "\(source.byteCount - header.dataOffset) bytes of values",
        expected: "\(count * width) for the shape \(header.shape)")
    }
    let bytes = try source.bytes(at: header.dataOffset, count: count * width)
    guard bytes.count == count * width else {
      throw AudioError(.malformed, file: path, found: "a file that shrank while it was read")
    }
    shape = header.shape
    values = (0..<count).map { index in
      let bits = bytes[(index * width)..<((index + 1) * width)].reversed().reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      return width == 4 ? Float(bitPattern: UInt32(bits)) : Float(Double(bitPattern: bits))
    }
  }
}
