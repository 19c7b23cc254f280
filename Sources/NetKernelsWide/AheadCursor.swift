internal import CVector
internal import NetKernels

extension AheadCursor {
  /// Asks for the next lines.
  @inline(__always)
  mutating func advance() {
    var count = share
    while count > 0, runs > 0 {
      prefetchLine(line)
      line += lanes
      left &-= 1
      count &-= 1
      if left == 0 {
        runs &-= 1
        left = lines
        line += gap
      }
    }
  }
}
