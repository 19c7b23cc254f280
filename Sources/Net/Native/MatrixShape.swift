internal import NetKernels

/// How the products of a Winograd layer are cut for the matrix unit.
///
/// The 36 positions are products of their own: a task packs the rows of one position for some chunks (within the
/// second cache) and passes all columns. So M and dV of a section lie in memory as `[36][block][row][16]`, the rows of
/// every chunk rounded up to whole tiles of 16.
struct MatrixShape {
  /// The layer's cut into chunks and sections.
  let plan: WinogradPlan
  /// Chunks in the longest section.
  let chunks: Int

  /// The cut for up to `examples` examples.
  init(_ plan: WinogradPlan, examples: Int) {
    self.plan = plan
    chunks = min(plan.chunksPerSection, plan.chunks(examples).count)
  }

  /// Words of packed rows, or rows and columns, that a task keeps: three quarters of a second cache of 2 MB.
  private static let packedWords = 384 << 10

  /// Tiles of 16 rows that a chunk has.
  var rowTiles: Int { (plan.tiles + 15) / 16 }
  /// Floats from a block of 16 channels of M to the next.
  var block: Int { chunks * rowTiles * 256 }
  /// Floats from one of the 36 positions of M to the next.
  func position(channels: Int) -> Int { channels / 16 * block + 16 }
  /// Floats of M of a section.
  func products(channels: Int) -> Int { 36 * position(channels: channels) }

  /// Chunks whose rows of `depth` channels one task packs.
  func chunksPerTask(depth: Int) -> Int {
    shared(words: rowTiles * depth / 32 * 768, limit: Self.packedWords / 2)
  }

  /// Chunks whose V and Q are packed at a time for dU.
  var chunksPerSum: Int {
    shared(words: sumSteps * (plan.channels / 16 + 4) * 768, limit: Self.packedWords / 2)
  }

  /// Chunks of so many words that fit together, or as few more than half of them as make even shares.
  private func shared(words: Int, limit: Int) -> Int {
    let fitting = max(1, min(chunks, limit / words))
    let shares = (chunks + fitting - 1) / fitting
    return (chunks + shares - 1) / shares
  }

  /// Steps of 32 rows in a chunk.
  var sumSteps: Int { (plan.tiles + 31) / 32 }

  /// Words of scratch memory that a task needs: its rows, and a panel of 32 columns; or both operands of dU.
  var scratchWords: Int {
    func words(depth: Int) -> Int {
      chunksPerTask(depth: depth) * rowTiles * depth / 32 * 768
        + PanelProduct.scratchWords(depth: depth / 32)
    }
    return max(
      words(depth: plan.channels), words(depth: plan.filters),
      SumProduct.scratchWords(steps: chunksPerSum * sumSteps, rowTiles: plan.channels / 16))
  }
}
