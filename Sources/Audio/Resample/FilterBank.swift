/// The prototype filter at all the phases that a pair of rates needs, as a banded matrix.
///
/// With target/source = P/Q in lowest terms, output `t` stands at input position `t · Q/P`, so the weights repeat every P
/// outputs. Outputs go in blocks of sixteen; a period holds the least common multiple of P and 16 of them. The weights of a
/// block are `[taps, 16]`: one column an output, all over the same stretch of input, zero where an output doesn't reach.
struct FilterBank: Sendable {
  /// Outputs of a block.
  static let blockSize = 16

  /// Outputs of a period, a multiple of sixteen.
  let periodOutputs: Int
  /// Inputs of a period.
  let periodInputs: Int
  /// Inputs that a block reaches, the same for all.
  let taps: Int
  /// P and Q.
  private let numerator: Int
  private let denominator: Int
  /// The filter's reach to either side of an output, in inputs.
  private let reach: Int
  /// The taps whose weights matter most, which are summed in double precision.
  let middle: Range<Int>
  /// The weights of all blocks; nil where they would take too much memory.
  private var weights: FilterWeights?

  /// Weights of more values than this (8 MiB) are computed at every use instead: rates such as 44,101 Hz, which need
  /// 16,000 phases, stay possible but are a hundred times slower.
  private static let largestBank = 1 << 21

  init(from sourceRate: Int, to targetRate: Int) {
    let divisor = greatestCommonDivisor(sourceRate, targetRate)
    numerator = targetRate / divisor
    denominator = sourceRate / divisor
    let repeats = Self.blockSize / greatestCommonDivisor(numerator, Self.blockSize)
    periodOutputs = numerator * repeats
    periodInputs = denominator * repeats
    let step = Self.tableStep(numerator, denominator)
    reach = (PrototypeFilter.crossings * PrototypeFilter.precision + 1) / step + 1
    taps = 2 * reach + (Self.blockSize - 1) * denominator / numerator + 1
    // Four zero crossings to either side of the centres, which drift from lane to lane.
    let drift = (Self.blockSize - 1) * denominator / numerator + 1
    let margin = 4 * max(1, (denominator + numerator - 1) / numerator)
    middle = max(0, reach - margin)..<min(taps, reach + drift + margin)
    guard periodOutputs * taps <= Self.largestBank else { return }
    weights = weights(of: 0..<blocks)
  }

  /// Blocks of a period.
  var blocks: Int { periodOutputs / Self.blockSize }

  /// Values that the bank keeps in memory.
  var storedCount: Int { weights.map { $0.outer.count + 2 * $0.middle.count } ?? 0 }

  /// Zeros needed in front of the first input.
  var lead: Int { reach - 1 }

  /// Where a block's stretch of input begins, counted from `lead` inputs before its period.
  func start(of block: Int) -> Int { block * Self.blockSize * denominator / numerator }

  /// The weights of a block, computed where none are kept, and its place among them.
  func weights(of block: Int) -> (weights: FilterWeights, place: Int) {
    weights.map { ($0, block) } ?? (weights(of: block..<(block + 1)), 0)
  }

  private func weights(of blocks: Range<Int>) -> FilterWeights {
    let weights = FilterWeights(blocks: blocks.count, taps: taps, middle: middle)
    for block in blocks { fill(weights, at: block - blocks.lowerBound, with: block) }
    return weights
  }

  /// The table's step from tap to tap: a whole number, as the reference truncates it.
  private static func tableStep(_ numerator: Int, _ denominator: Int) -> Int {
    let scale = min(1, Double(numerator) / Double(denominator))
    return Int(scale * Double(PrototypeFilter.precision))
  }

  /// Sets the weights at a place to those of a block.
  private func fill(_ weights: FilterWeights, at place: Int, with block: Int) {
    let table = PrototypeFilter.table
    let precision = Double(PrototypeFilter.precision)
    let scale = min(1, Double(numerator) / Double(denominator))
    let step = Self.tableStep(numerator, denominator)
    for lane in 0..<Self.blockSize {
      let position = (block * Self.blockSize + lane) * denominator
      let fraction = scale * Double(position % numerator) / Double(numerator)
      let centre = position / numerator - start(of: block) + lead
      for (phase, direction, first) in [(fraction, -1, centre), (scale - fraction, 1, centre + 1)] {
        let index = Int(phase * precision)
        let rest = phase * precision - Double(index)
        for tap in 0..<((table.count - index) / step) {
          let entry = index + tap * step
          let next = entry + 1 < table.count ? table[entry + 1] : table[entry]
          let value = scale * (table[entry] + rest * (next - table[entry]))
          weights.set(value, tap: first + direction * tap, lane: lane, at: place)
        }
      }
    }
  }
}

/// Euclid's algorithm.
func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}
