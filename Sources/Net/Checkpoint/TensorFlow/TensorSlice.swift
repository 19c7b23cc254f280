/// A box within a variable: for each dimension where it begins and how far it goes.
///
/// Message `TensorSliceProto{extent = 1 repeated {start = 1, length = 2}}` (`tensorflow/core/framework/
/// tensor_slice.proto`); an extent without length is the whole dimension.
struct TensorSlice: Hashable {
  /// One dimension's part.
  struct Extent: Hashable {
    /// The first index.
    var start: Int
    /// How many; nil for the whole dimension.
    var length: Int?
  }

  /// The dimensions, in the order of the shape.
  var extents: [Extent]

  /// The whole of a variable.
  init(wholeOf shape: [Int]) {
    extents = shape.map { _ in Extent(start: 0, length: nil) }
  }

  /// Reads the message in a range of some bytes.
  init(_ range: Range<Int>, in bytes: RawSpan, of source: any ByteSource) throws(NetError) {
    extents = []
    var reader = WireReader(range, of: source)
    while let field = try reader.next(in: bytes) {
      guard field.number == 1, field.kind == .delimited else { continue }
      var extent = Extent(start: 0, length: nil)
      var inner = WireReader(field.place, of: source)
      while let part = try inner.next(in: bytes) {
        if part.number == 1, let start = part.integer { extent.start = start }
        if part.number == 2, let length = part.integer { extent.length = length }
      }
      extents.append(extent)
    }
  }

  /// The index ranges within a shape; nil if the slice does not lie in it.
  func ranges(in shape: [Int]) -> [Range<Int>]? {
    guard extents.count == shape.count else { return nil }
    var ranges: [Range<Int>] = []
    for (extent, size) in zip(extents, shape) {
      if let length = extent.length {
        guard extent.start >= 0, length >= 0, extent.start <= size, length <= size - extent.start else {
          return nil
        }
        ranges.append(extent.start..<(extent.start + length))
      } else {
        guard extent.start == 0 else { return nil }
        ranges.append(0..<size)
      }
    }
    return ranges
  }
}
