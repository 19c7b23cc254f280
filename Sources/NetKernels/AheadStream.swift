/// Memory that is read soon, in runs of cache lines, to be asked for meanwhile.
public struct AheadStream {
  /// The first run.
  public var start: UnsafePointer<Float>
  /// Cache lines, of 16 floats, in a run.
  public var lines: Int
  /// Runs.
  public var runs: Int
  /// Floats from a run to the next.
  public var stride: Int

  /// Runs of lines.
  public init(_ start: UnsafePointer<Float>, lines: Int, runs: Int, stride: Int) {
    self.start = start
    self.lines = lines
    self.runs = runs
    self.stride = stride
  }

  /// All lines.
  public var count: Int { lines * runs }
}
