/// Numbers at an address that is a multiple of 64, for the vector unit; zero at first.
@safe
struct AlignedBuffer<Scalar: BinaryFloatingPoint>: ~Copyable {
  let count: Int
  private let base: UnsafeMutablePointer<Scalar>

  init(count: Int) {
    precondition(count > 0, "a buffer of \(count) values")
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64)
    unsafe base = raw.bindMemory(to: Scalar.self, capacity: count)
    unsafe base.initialize(repeating: 0, count: count)
  }

  deinit { unsafe base.deallocate() }

  /// The memory, valid while the buffer lives.
  @unsafe
  var pointer: UnsafeMutablePointer<Scalar> { unsafe base }
}
