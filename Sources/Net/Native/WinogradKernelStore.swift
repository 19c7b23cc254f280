internal import NetKernels
internal import NetKernelsWide

/// The weights of a Winograd layer: as they are, and transformed.
///
/// - Weights and moments, in blocks of 16 channels × 16 filters: `[channels / 16][filters / 16][9][16][16]`.
/// - U = G g Gᵀ: `[filters / 32][channels / 32][36][32][32]`.
/// - U transposed, for the input's gradient: `[channels / 32][filters / 32][36][32][32]`.
/// - dU: `[channels / 16][filters / 32][36][16][32]`.
///
/// So the update of a block of weights stays within two neighbourhoods of memory. A position of U and dU is a cache line
/// longer than it needs to be, or the 36 lines that a transform touches together would fall on one set of the cache.
final class WinogradKernelStore {
  let weights: ParameterStore
  let transformed: Workspace<Float>
  let transposed: Workspace<Float>
  let gradient: Workspace<Float>
  /// Gᵀ dU G in the blocks of the weights, for an update that waits until the gradient's norm is known.
  let pending: Workspace<Float>
  private let isTransposed: Bool
  private let channels: Int
  private let filters: Int
  private let paddedChannels: Int
  private let paddedFilters: Int
  private let squares: Workspace<Double>

  /// - Parameter keepsTransposed: whether the input's gradient, if it is needed, finds U transposed.
  init(
    _ channels: Int, _ filters: Int, needs: BackwardNeeds, keepsTransposed: Bool, shared: WinogradWorkspaces
  ) throws(NetError) {
    self.channels = channels
    self.filters = filters
    paddedChannels = BlockLayout.padded(channels)
    paddedFilters = BlockLayout.padded(filters)
    isTransposed = needs.input && keepsTransposed
    let count = paddedChannels * paddedFilters
    weights = try ParameterStore(count: 9 * count, isTrained: needs.parameters)
    transformed = try Workspace(count: Self.transformedCount(paddedChannels, paddedFilters))
    transposed = try Workspace(
      count: isTransposed ? Self.transformedCount(paddedChannels, paddedFilters) : 0)
    pending = try Workspace(count: needs.parameters ? 9 * count : 0)
    gradient = shared.kernelGradient
    squares = try Workspace(count: count / 256)
  }

  /// Floats from one of the 36 positions of a tile of U to the next.
  static let position = 32 * 32 + 16
  /// Floats from one of the 36 positions of a block of dU to the next.
  static let gradientPosition = 16 * 32 + 16

  /// Floats of U.
  static func transformedCount(_ channels: Int, _ filters: Int) -> Int {
    channels / 32 * (filters / 32) * 36 * position
  }

  /// Floats of dU.
  static func gradientCount(_ channels: Int, _ filters: Int) -> Int {
    channels / 16 * (filters / 32) * 36 * gradientPosition
  }

  /// Floats from a panel of 32 columns of U (or its transpose) to the next.
  func panelStride(depth: Int) -> Int { depth / 32 * 36 * Self.position }

  /// Floats from a panel of 32 columns of U to the next, and from 32 of its rows to the next; the other way round for
  /// the product with its transpose.
  func panels(isTransposed: Bool) -> (panel: Int, step: Int) {
    let square = 36 * Self.position
    let panel = panelStride(depth: paddedChannels)
    return isTransposed ? (square, panel) : (panel, square)
  }

  /// Where dU of a block of 16 channels and a panel of 32 filters begins.
  func gradientStart(block: Int, panel: Int) -> Int {
    (block * (paddedFilters / 32) + panel) * 36 * Self.gradientPosition
  }

  /// Blocks of 16 × 16 weights.
  var blockCount: Int { paddedChannels * paddedFilters / 256 }

  /// Gᵀ dU G of all blocks; with factors each is used for an update at once, without it is kept, and the sum of
  /// squares is returned.
  func finishGradient(_ factors: AdamFactors?, pool: ThreadPool) -> Double {
    let blocksAcross = paddedFilters / 16
    pool.run(blockCount) { task, _ in
      let across = task % blocksAcross
      let offset = gradientStart(block: task / blocksAcross, panel: across / 2) + across % 2 * 16
      let block = unsafe pending[task * 2304]
      unsafe adjointKernels(gradient[offset], position: Self.gradientPosition, rowStride: 32, block)
      if let factors {
        update(block: task, factors)
      } else {
        unsafe squares.base[task] = sumOfSquares(block, count: 2304)
      }
    }
    guard factors == nil else { return 0 }
    var total = 0.0
    for block in 0..<blockCount { unsafe total += squares.base[block] }
    return total
  }

  /// The update that ``finishGradient(_:pool:)`` without factors left.
  func update(_ factors: AdamFactors, pool: ThreadPool) {
    pool.run(blockCount) { task, _ in update(block: task, factors) }
  }

  private func update(block: Int, _ factors: AdamFactors) {
    let offset = block * 2304
    unsafe updateParameters(
      values: weights.value[offset], firstMoment: weights.firstMoment[offset],
      secondMoment: weights.secondMoment[offset], gradient: pending[offset], count: 2304, factors)
    transform(block: block)
  }

  /// U and its transpose from a block of weights.
  private func transform(block: Int) {
    let channel = block / (paddedFilters / 16) * 16
    let filter = block % (paddedFilters / 16) * 16
    let source = unsafe weights.value[block * 2304]
    unsafe transformKernels(
      source, tapStride: 256, rowStride: 16,
      transformed[place(row: channel, column: filter, depth: paddedChannels)], position: Self.position)
    guard isTransposed else { return }
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: 2304) { buffer in
      guard let flipped = buffer.baseAddress else { return }
      unsafe transposeBlocks(source, tapStride: 256, rowStride: 16, taps: 9, flipped)
      unsafe transformKernels(
        flipped, tapStride: 256, rowStride: 16,
        transposed[place(row: filter, column: channel, depth: paddedFilters)], position: Self.position)
    }
  }

  /// Where a row and column are in U or its transpose.
  private func place(row: Int, column: Int, depth: Int) -> Int {
    column / 32 * panelStride(depth: depth) + row / 32 * 36 * Self.position + row % 32 * 32 + column % 32
  }

  func load(_ values: UnsafePointer<Float>, _ slot: Slot, pool: ThreadPool) {
    let memory = weights[slot]
    forEachRow { plain, blocked, count in
      unsafe memory[blocked].update(from: values + plain, count: count)
    }
    guard slot == .value else { return }
    pool.run(blockCount) { task, _ in transform(block: task) }
  }

  func read(_ values: UnsafeMutablePointer<Float>, _ slot: Slot) {
    let memory = weights[slot]
    forEachRow { plain, blocked, count in
      unsafe (values + plain).update(from: memory[blocked], count: count)
    }
  }

  /// Calls `body(offset in HWIO, offset in blocks, filters)` for up to 16 filters of each tap and channel.
  private func forEachRow(_ body: (Int, Int, Int) -> Void) {
    for tap in 0..<9 {
      for channel in 0..<channels {
        let plain = (tap * channels + channel) * filters
        for filter in stride(from: 0, to: filters, by: 16) {
          let block = channel / 16 * (paddedFilters / 16) + filter / 16
          let blocked = block * 2304 + tap * 256 + channel % 16 * 16
          body(plain + filter, blocked, min(16, filters - filter))
        }
      }
    }
  }
}
