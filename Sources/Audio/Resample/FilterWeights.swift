/// The weights of blocks of a ``FilterBank``, one block after the other, where the vector unit reads them quickest.
///
/// `@unchecked Sendable`: nothing is changed once the bank that makes them has filled them.
@safe
final class FilterWeights: @unchecked Sendable {
  /// `[taps, 16]` a block; zero in the middle.
  let outer: AlignedBuffer<Float>
  /// `[middle, 16]` a block.
  let middle: AlignedBuffer<Double>
  private let taps: Int
  private let middleTaps: Range<Int>

  /// Weights of zero.
  init(blocks: Int, taps: Int, middle middleTaps: Range<Int>) {
    self.taps = taps
    self.middleTaps = middleTaps
    outer = AlignedBuffer(count: blocks * taps * FilterBank.blockSize)
    middle = AlignedBuffer(count: blocks * middleTaps.count * FilterBank.blockSize)
  }

  /// The weights of the block at a place.
  @unsafe
  func pointers(at place: Int) -> (outer: UnsafePointer<Float>, middle: UnsafePointer<Double>) {
    unsafe (
      UnsafePointer(outer.pointer + place * taps * FilterBank.blockSize),
      UnsafePointer(middle.pointer + place * middleTaps.count * FilterBank.blockSize)
    )
  }

  /// Sets one weight of the block at a place.
  func set(_ value: Double, tap: Int, lane: Int, at place: Int) {
    let size = FilterBank.blockSize
    precondition((0..<taps).contains(tap) && (0..<size).contains(lane))
    if middleTaps.contains(tap) {
      let row = place * middleTaps.count + tap - middleTaps.lowerBound
      precondition(row * size + lane < middle.count)
      unsafe middle.pointer[row * size + lane] = value
    } else {
      let row = place * taps + tap
      precondition(row * size + lane < outer.count)
      unsafe outer.pointer[row * size + lane] = Float(value)
    }
  }
}
