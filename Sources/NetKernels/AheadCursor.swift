/// Where the requests for an ``AheadStream`` have got to.
public struct AheadCursor {
  /// The next line.
  public var line: UnsafePointer<Float>
  /// Lines that are left of its run.
  public var left: Int
  /// Runs that are left, its own included.
  public var runs: Int
  /// Lines of a run.
  public let lines: Int
  /// Floats from the end of a run to the next.
  public let gap: Int
  /// Lines to ask for at a time.
  public let share: Int

  /// The first line; the lines shall be spread over `calls` calls.
  @inline(__always)
  public init(_ stream: AheadStream, calls: Int) {
    line = stream.start
    left = stream.lines
    runs = stream.count > 0 ? stream.runs : 0
    lines = stream.lines
    gap = stream.stride - stream.lines * 16
    share = (stream.count + calls - 1) / max(calls, 1)
  }
}
