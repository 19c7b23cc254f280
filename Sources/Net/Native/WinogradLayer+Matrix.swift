internal import NetKernels
internal import NetKernelsWide

/// The products of a Winograd layer on the matrix unit: tasks are positions rather than chunks, so that the operands,
/// packed once, meet in the second cache; see ``MatrixShape``.
extension WinogradLayer {
  /// M = V · U at every position of a section, then the output transform of every chunk and block.
  func multiplyOnMatrixUnit(_ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape) {
    unsafe multiply(
      section, chunks, matrix, depth: shape.channels, columns: shape.filters, kernels.transformed.base
    ) { unsafe inputChunk($0, in: section) }
    let blocks = shape.filters / 16
    let position = matrix.position(channels: shape.filters)
    scratch.pool.run(section.count * blocks) { task, _ in
      let chunk = section.lowerBound + task / blocks
      let block = task % blocks
      let offset = block * matrix.block + task / blocks * matrix.rowTiles * 256
      unsafe transformOutputs(chunks[chunk], products[offset], position: position, channels: block)
    }
  }

  /// dV = Q · Uᵀ at every position of a section, then the input's gradient of every chunk and block.
  func propagateOnMatrixUnit(_ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape) {
    unsafe multiply(
      section, chunks, matrix, depth: shape.filters, columns: shape.channels, kernels.transposed.base
    ) { unsafe gradientChunk($0, in: section) }
    let blocks = shape.channels / 16
    let position = matrix.position(channels: shape.channels)
    scratch.pool.run(section.count * blocks) { task, _ in
      let chunk = section.lowerBound + task / blocks
      let block = task % blocks
      let offset = block * matrix.block + task / blocks * matrix.rowTiles * 256
      unsafe transformInputGradients(chunks[chunk], products[offset], position: position, channels: block)
    }
  }

  private func multiply(
    _ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape, depth: Int, columns: Int,
    _ weights: UnsafePointer<Float>, _ source: (_ chunk: Int) -> UnsafeMutablePointer<Float>
  ) {
    let groups = Blocks(section.count, by: matrix.chunksPerTask(depth: depth))
    let steps = depth / 32
    let panelStride = kernels.panelStride(depth: depth)
    let tile = WinogradKernelStore.position
    scratch.pool.run(36 * groups.count) { task, worker in
      let index = task / groups.count
      let group = groups[task % groups.count]
      let last = chunks[section.lowerBound + group.upperBound - 1].count * shape.tilesPerImage
      let rowTiles = (group.count - 1) * matrix.rowTiles + (last + 15) / 16
      let rows = unsafe scratch.words(worker)
      for (slot, offset) in group.enumerated() {
        let chunk = section.lowerBound + offset
        unsafe packRows(
          source(chunk) + index * shape.position(channels: depth), block: shape.block,
          rows: chunks[chunk].count * shape.tilesPerImage, steps: steps,
          rows + slot * matrix.rowTiles * operandTileWords, step: rowTiles * operandTileWords)
      }
      let target = unsafe products[
        index * matrix.position(channels: columns) + group.lowerBound * matrix.rowTiles * 256]
      unsafe multiplyPanels(
        PanelProduct(
          a: rows, rowTiles: rowTiles, b: weights + index * tile, bPanel: panelStride, bStep: 36 * tile,
          panels: columns / 32, steps: steps, depth: steps, c: target, cBlock: matrix.block,
          scratch: rows + steps * rowTiles * operandTileWords))
    }
  }

  /// dU = Vᵀ · Q, summed over the chunks of a section, in the fixed groups that fit the second cache.
  func accumulateOnMatrixUnit(_ section: Range<Int>, _ chunks: Blocks, _ matrix: MatrixShape, isFirst: Bool) {
    let groups = Blocks(section.count, by: matrix.chunksPerSum)
    let inputBlocks = shape.channels / 16
    let outputBlocks = shape.filters / 16
    scratch.pool.run(36) { index, worker in
      for group in 0..<groups.count {
        let range = groups[group]
        let rows = unsafe scratch.words(worker)
        let columns = unsafe rows + range.count * matrix.sumSteps * inputBlocks * operandTileWords
        var steps = 0
        for offset in range {
          let chunk = section.lowerBound + offset
          let count = chunks[chunk].count * shape.tilesPerImage
          unsafe packTransposed(
            inputChunk(chunk, in: section) + index * shape.position(channels: shape.channels),
            block: shape.block, blocks: inputBlocks, rows: count,
            rows + steps * inputBlocks * operandTileWords, step: inputBlocks * operandTileWords)
          unsafe packColumns(
            gradientChunk(chunk, in: section) + index * shape.position(channels: shape.filters),
            block: shape.block, blocks: outputBlocks, rows: count,
            columns + steps * outputBlocks * operandTileWords, step: outputBlocks * operandTileWords)
          steps += (count + 31) / 32
        }
        unsafe multiplyTransposedOperands(
          rows, rowTiles: inputBlocks, columns, panels: outputBlocks / 2, steps: steps,
          kernels.gradient[index * WinogradKernelStore.gradientPosition],
          cBlock: kernels.gradientStart(block: 1, panel: 0),
          cPanel: kernels.gradientStart(block: 0, panel: 1),
          accumulates: !(isFirst && group == 0))
      }
    }
  }
}
