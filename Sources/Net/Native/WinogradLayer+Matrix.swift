internal import NetKernels
internal import NetKernelsWide

/// The products of a Winograd layer on the matrix unit: tasks are positions rather than chunks, so that the operands,
/// packed once, meet in the second cache; see ``MatrixShape``.
extension WinogradLayer {
  /// M = V · U at every position of a section, then the output transform of every chunk and block.
  func multiplyOnMatrixUnit(_ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape) {
    unsafe multiply(
      section, chunks, matrix, depth: shape.channels, columns: shape.filters, isTransposed: false
    ) { unsafe inputChunk($0, in: section) }
    transformProducts(section, matrix, channels: shape.filters) { chunk, block, offset, position in
      unsafe transformOutputs(chunks[chunk], products[offset], position: position, channels: block)
    }
  }

  /// dV = Q · Uᵀ at every position of a section, then the input's gradient of every chunk and block.
  func propagateOnMatrixUnit(_ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape) {
    unsafe multiply(
      section, chunks, matrix, depth: shape.filters, columns: shape.channels, isTransposed: true
    ) { unsafe gradientChunk($0, in: section) }
    transformProducts(section, matrix, channels: shape.channels) { chunk, block, offset, position in
      unsafe transformInputGradients(chunks[chunk], products[offset], position: position, channels: block)
    }
  }

  /// Calls `transform` for every chunk of a section and every block of its products' channels, with where in
  /// ``products`` these begin and how far positions are apart.
  private func transformProducts(
    _ section: Range<Int>, _ matrix: MatrixShape, channels: Int,
    _ transform: (_ chunk: Int, _ block: Int, _ offset: Int, _ position: Int) -> Void
  ) {
    let blocks = channels / 16
    let position = matrix.position(channels: channels)
    scratch.pool.run(section.count * blocks) { task, _ in
      let (chunk, block) = task.quotientAndRemainder(dividingBy: blocks)
      let offset = block * matrix.block + chunk * matrix.rowTiles * 256
      transform(section.lowerBound + chunk, block, offset, position)
    }
  }

  private func multiply(
    _ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape, depth: Int, columns: Int,
    isTransposed: Bool, _ source: (_ chunk: Int) -> UnsafeMutablePointer<Float>
  ) {
    let groups = Blocks(section.count, by: matrix.chunksPerTask(depth: depth))
    let steps = depth / 32
    let weights = kernels.panels(isTransposed: isTransposed)
    scratch.pool.run(36 * groups.count) { task, worker in
      let index = task / groups.count
      let group = groups[task % groups.count]
      let rows = unsafe runs(section, group, chunks, index, channels: depth, source)
      let rowTiles = rows.pieces(height: 16)
      let words = unsafe scratch.words(worker)
      let target = unsafe products[
        index * matrix.position(channels: columns) + group.lowerBound * matrix.rowTiles * 256]
      unsafe multiplyPanels(
        PanelProduct(
          a: words, rows: rows, rowTiles: rowTiles,
          b: kernels.transformed[index * WinogradKernelStore.position],
          bPanel: weights.panel, bStep: weights.step, isTransposed: isTransposed, panels: columns / 32,
          steps: steps, depth: steps, c: target, cBlock: matrix.block,
          ahead: ahead(task + scratch.pool.threads, groups, section, depth: depth, source),
          scratch: words + steps * rowTiles * operandTileWords))
    }
  }

  /// The rows of a task of ``multiply``, all of its chunks; nothing behind the last task.
  private func ahead(
    _ task: Int, _ groups: Blocks, _ section: Range<Int>, depth: Int,
    _ source: (_ chunk: Int) -> UnsafeMutablePointer<Float>
  ) -> AheadStream {
    let index = min(task / groups.count, 35)
    let group = groups[task % groups.count]
    return unsafe AheadStream(
      source(section.lowerBound + group.lowerBound) + index * shape.position(channels: depth),
      lines: depth / 16 * shape.tiles, runs: task < 36 * groups.count ? group.count : 0,
      stride: shape.chunk(channels: depth))
  }

  /// dU = Vᵀ · Q, summed over the chunks of a section, in the fixed groups that fit the second cache.
  func accumulateOnMatrixUnit(_ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape, isFirst: Bool) {
    let groups = Blocks(section.count, by: matrix.chunksPerSum)
    scratch.pool.run(36) { index, worker in
      for group in 0..<groups.count {
        let left = unsafe runs(section, groups[group], chunks, index, channels: shape.channels) {
          unsafe inputChunk($0, in: section)
        }
        let right = unsafe runs(section, groups[group], chunks, index, channels: shape.filters) {
          unsafe gradientChunk($0, in: section)
        }
        unsafe multiplySums(
          SumProduct(
            a: left, rowTiles: shape.channels / 16, b: right, panels: shape.filters / 32,
            c: kernels.gradient[index * WinogradKernelStore.gradientPosition],
            cBlock: kernels.gradientStart(block: 1, panel: 0),
            cPanel: kernels.gradientStart(block: 0, panel: 1), accumulates: !(isFirst && group == 0),
            ahead: (
              ahead(index, group, groups, section, channels: shape.channels) {
                unsafe inputChunk($0, in: section)
              },
              ahead(index, group, groups, section, channels: shape.filters) {
                unsafe gradientChunk($0, in: section)
              }
            ), scratch: scratch.words(worker)))
      }
    }
  }

  /// The rows of some chunks of a section at one position.
  private func runs(
    _ section: Range<Int>, _ group: Range<Int>, _ chunks: Blocks, _ position: Int, channels: Int,
    _ source: (_ chunk: Int) -> UnsafeMutablePointer<Float>
  ) -> RowRuns {
    let first = section.lowerBound + group.lowerBound
    let last = section.lowerBound + group.upperBound - 1
    return unsafe RowRuns(
      source(first) + position * shape.position(channels: channels),
      stride: shape.chunk(channels: channels), block: shape.block, runs: group.count, rows: shape.tiles,
      lastRows: chunks[last].count * shape.tilesPerImage)
  }

  /// What a task of ``accumulateOnMatrixUnit`` reads next: its next group of chunks, or the first of another position.
  private func ahead(
    _ index: Int, _ group: Int, _ groups: Blocks, _ section: Range<Int>, channels: Int,
    _ source: (_ chunk: Int) -> UnsafeMutablePointer<Float>
  ) -> AheadStream {
    let isLast = group + 1 == groups.count
    let next = groups[isLast ? 0 : group + 1]
    let position = isLast ? index + scratch.pool.threads : index
    return unsafe AheadStream(
      source(section.lowerBound + next.lowerBound) + min(position, 35) * shape.position(channels: channels),
      lines: channels / 16 * shape.tiles, runs: position < 36 ? next.count : 0,
      stride: shape.chunk(channels: channels))
  }
}
