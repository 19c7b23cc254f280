internal import CVector
internal import NetKernels

/// Asks for the lines of an ``AheadStream``, a few at a time.
///
/// Generic over its element only so that no function to copy it, compiled for this vector unit, comes into being.
struct AheadCursor<Element> {
  private var line: UnsafePointer<Element>
  private var left: Int
  private var runs: Int
  /// Lines of a run.
  private let lines: Int
  /// Values from the end of a run to the next.
  private let gap: Int
  /// Lines for each of the calls.
  private let share: Int
}

extension AheadCursor where Element == Float {
  /// Spreads the lines over `calls` calls of ``advance()``.
  @inline(__always)
  init(_ stream: AheadStream, calls: Int) {
    line = stream.start
    left = stream.lines
    runs = stream.count > 0 ? stream.runs : 0
    lines = stream.lines
    gap = stream.stride &- stream.lines &* lanes
    share = (stream.count &+ calls &- 1) / max(calls, 1)
  }

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
