internal import Experiments

/// What one contender did in one part at one batch size.
struct Measurement: Encodable {
  /// A median with the extremes that it came from.
  struct Spread: Encodable {
    var median: Double
    var smallest: Double
    var largest: Double

    /// The spread of a value a round.
    init(_ values: [Double]) {
      let timings = Timings(values)
      median = timings.median
      smallest = timings.smallest
      largest = timings.largest
    }
  }

  /// The part.
  var part: Part
  /// Examples or clips in a step.
  var batchSize: Int
  /// The contender's name.
  var contender: String
  /// Its version, as it reported it.
  var version: String
  /// Over the rounds, each the median of its steps.
  var itemsPerSecond: Spread
  /// The same as a duration, a step of the whole batch.
  var millisecondsPerStep: Spread
  /// How many times as fast the first contender was, round by round; nil for the first one.
  var speedOfFirst: Spread?
  /// The largest resident size of its process.
  var peakMemory: Int?

  enum CodingKeys: String, CodingKey {
    case part
    case batchSize = "batch_size"
    case contender
    case version
    case itemsPerSecond = "items_per_second"
    case millisecondsPerStep = "milliseconds_per_step"
    case speedOfFirst = "speed_of_first"
    case peakMemory = "peak_memory_bytes"
  }

  /// A contender's rounds.
  ///
  /// - Parameters:
  ///   - worker: has done all steps.
  ///   - seconds: a step's, one a round.
  ///   - first: the same of the first contender; nil if this is the first.
  init(
    _ part: Part, batchSize: Int, contender: String, worker: Worker, seconds: [Double], first: [Double]?
  ) {
    self.part = part
    self.batchSize = batchSize
    self.contender = contender
    version = worker.version
    itemsPerSecond = Spread(seconds.map { Double(batchSize) / $0 })
    millisecondsPerStep = Spread(seconds.map { 1000 * $0 })
    speedOfFirst = first.map { first in Spread(zip(seconds, first).map { $0 / $1 }) }
    peakMemory = worker.peakMemory
  }
}
