/// `0..<extent` cut into ranges of one length, the last one perhaps shorter.
struct Blocks {
  let extent: Int
  let length: Int

  init(_ extent: Int, by length: Int) {
    self.extent = extent
    self.length = length
  }

  /// The number of ranges.
  var count: Int { (extent + length - 1) / length }

  subscript(index: Int) -> Range<Int> { (index * length)..<min((index + 1) * length, extent) }
}
