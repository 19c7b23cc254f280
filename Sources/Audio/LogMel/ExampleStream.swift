/// The examples of a recording one after the other, in memory that does not grow with the recording's length.
///
/// They are the same, to the bit, as those of ``FrontEnd/examples(ofFile:span:limits:)``.
public struct ExampleStream: ~Copyable {
  /// How the recording becomes examples.
  public let frontEnd: FrontEnd
  /// The examples handed out so far.
  public private(set) var count = 0

  private var reader: AudioReader
  private var pipeline: Pipeline?
  private var block: [Float] = []
  /// Log-mel values from ``start`` on are those of the rows behind the last example's.
  private var values: [Float] = []
  private var start = 0
  /// Rows that a hop longer than an example passes over.
  private var rowsToSkip = 0
  private var sampleCount = 0

  /// Opens a recording.
  ///
  /// - Throws: ``AudioError`` as ``AudioReader/init(path:span:limits:)`` does.
  public init(
    path: String, frontEnd: FrontEnd, limits: DecodingLimits = .standard
  ) throws(AudioError) {
    let reader = try AudioReader(path: path, limits: limits)
    let resampler: Resampler
    do { resampler = try Resampler(from: reader.sampleRate, to: LogMel.sampleRate) } catch {
      throw error.naming(path)
    }
    self.frontEnd = frontEnd
    self.reader = reader
    pipeline = Pipeline(resampler, expectedSamples: 0)
  }

  /// The length of what was decoded so far, in seconds.
  public var seconds: Double { Double(reader.position) / Double(reader.sampleRate) }

  /// The length that the file's header promises, in seconds; nil where it doesn't know.
  public var promisedSeconds: Double? { reader.promisedSeconds }

  /// The next examples.
  ///
  /// - Parameter limit: at most so many, 1 or more.
  /// - Returns: no examples at the recording's end.
  /// - Throws: ``AudioError`` as ``AudioReader/read(into:)`` does, and ``AudioError/Code/tooShort`` for a recording without an
  ///   example.
  public mutating func next(atMost limit: Int) throws(AudioError) -> Examples {
    precondition(limit > 0, "\(limit) examples asked for")
    while availableExamples < limit, pipeline != nil { try readBlock() }
    let available = min(limit, availableExamples)
    if available == 0 && count == 0 { throw frontEnd.tooShort(sampleCount: sampleCount).naming(reader.path) }
    var taken: [Float] = []
    taken.reserveCapacity(available * Examples.valueCount)
    for _ in 0..<available {
      taken.append(contentsOf: values[start..<(start + Examples.valueCount)])
      skip(rows: frontEnd.hopRows)
    }
    values.removeFirst(start)
    start = 0
    count += available
    return Examples(values: taken, hopRows: frontEnd.hopRows)
  }

  private var availableExamples: Int {
    Examples.count(ofRows: (values.count - start) / LogMel.bands, hopRows: frontEnd.hopRows)
  }

  /// Moves on by some rows, as far as they are there; the rest is passed over as they come.
  private mutating func skip(rows: Int) {
    let there = min(rows, (values.count - start) / LogMel.bands)
    start += there * LogMel.bands
    rowsToSkip = rows - there
  }

  private mutating func readBlock() throws(AudioError) {
    if try reader.read(into: &block) > 0 {
      let samples = block
      pipeline?.append(samples.span)
      let rows = pipeline?.takeRows() ?? []
      append(rows)
    } else if let ended = pipeline.take() {
      let rest = ended.finish(padShort: frontEnd.padShort)
      sampleCount = rest.sampleCount
      append(rest.values)
    }
  }

  private mutating func append(_ rows: [Float]) {
    let skipped = min(rowsToSkip, rows.count / LogMel.bands)
    rowsToSkip -= skipped
    values.append(contentsOf: rows[(skipped * LogMel.bands)...])
  }
}
