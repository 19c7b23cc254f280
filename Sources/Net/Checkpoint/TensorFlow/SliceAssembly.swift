/// A variable that is put together from slices, row-major.
struct SliceAssembly {
  /// The bytes of the whole variable; those that no slice has filled are zero.
  private(set) var bytes: [UInt8]
  private let shape: [Int]
  private let width: Int
  private var isFilled: [Bool]

  /// An empty variable of a shape whose elements take `width` bytes.
  init(shape: [Int], count: Int, width: Int) {
    self.shape = shape
    self.width = width
    bytes = [UInt8](repeating: 0, count: count * width)
    isFilled = [Bool](repeating: false, count: count)
  }

  /// Whether slices have filled every element.
  var isComplete: Bool { !isFilled.contains(false) }

  /// Copies a slice's bytes to their place; returns false if a part of it is filled already.
  ///
  /// - Parameters:
  ///   - slice: the slice's elements, row-major, as many as `ranges` hold.
  ///   - ranges: its place in each dimension, within the shape.
  mutating func fill(_ slice: [UInt8], _ ranges: [Range<Int>]) -> Bool {
    precondition(
      slice.count == ranges.reduce(width) { $0 * $1.count } && ranges.count == shape.count,
      "\(slice.count) bytes for a slice of \(ranges)")
    guard !slice.isEmpty else { return true }
    let row = ranges.last ?? 0..<1
    var index = ranges.dropLast().map(\.lowerBound)
    var read = 0
    while true {
      var start = 0
      for (position, extent) in zip(index, shape) { start = start * extent + position }
      start = start * (shape.last ?? 1) + row.lowerBound
      guard !isFilled[start..<(start + row.count)].contains(true) else { return false }
      for element in start..<(start + row.count) { isFilled[element] = true }
      bytes.replaceSubrange(
        (start * width)..<((start + row.count) * width), with: slice[read..<(read + row.count * width)])
      read += row.count * width
      var dimension = index.count - 1
      while dimension >= 0 {
        index[dimension] += 1
        if index[dimension] < ranges[dimension].upperBound { break }
        index[dimension] = ranges[dimension].lowerBound
        dimension -= 1
      }
      if dimension < 0 { return true }
    }
  }
}
