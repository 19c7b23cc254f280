internal import NetKernels
internal import NetKernelsWide

/// Backward is the exact adjoint of forward, in sections.
///
/// One transform Q = A dY Aᵀ serves both gradients: dV = Q · Uᵀ and dX = Σ B dV Bᵀ (tasks: chunk × panels of 32
/// channels), and dU = Vᵀ · Q (tasks: position × block of channels × block of filters, summed over the tiles of the
/// section, section after section).
extension WinogradLayer {
  func backward(count: Int, factors: LayerFactors?) -> Double {
    let chunks = shape.chunks(count)
    let sections = shape.sections(count)
    for index in 0..<sections.count {
      let section = sections[index]
      clock.measure(.transformGradient) { transformGradients(section, chunks) }
      if needs.input {
        clock.measure(.inputGradient) {
          if let matrix {
            propagateOnMatrixUnit(section, chunks, matrix)
          } else {
            propagate(section, chunks)
          }
        }
      }
      guard needs.parameters else { continue }
      clock.measure(.weightGradient) {
        if let matrix {
          accumulateOnMatrixUnit(section, chunks, matrix, isFirst: index == 0)
        } else {
          accumulateKernelGradient(section, chunks, isFirst: index == 0)
        }
      }
    }
    guard needs.parameters else { return 0 }
    for block in 0..<(shape.filters / 16) {
      unsafe sumRows(
        partialBiasGradient[block * 16], rows: chunks.count, stride: shape.filters, biasGradient[block * 16])
    }
    let squares = clock.measure(.update) {
      kernels.finishGradient(factors?.weights, pool: scratch.pool)
    }
    if let factors {
      updateBiases(factors)
      return 0
    }
    return unsafe squares + sumOfSquares(biasGradient.base, count: shape.filters)
  }

  func update(_ factors: LayerFactors, count: Int) {
    guard needs.parameters else { return }
    clock.measure(.update) { kernels.update(factors.weights, pool: scratch.pool) }
    updateBiases(factors)
  }

  private func updateBiases(_ factors: LayerFactors) {
    unsafe updateParameters(
      values: biases.value.base, firstMoment: biases.firstMoment.base,
      secondMoment: biases.secondMoment.base, gradient: biasGradient.base, count: shape.filters,
      factors.biases)
  }

  /// Where Q of a chunk lies.
  func gradientChunk(_ chunk: Int, in section: Range<Int>) -> UnsafeMutablePointer<Float> {
    unsafe transformedGradient[(chunk - section.lowerBound) * shape.chunk(channels: shape.filters)]
  }

  private func transformGradients(_ section: Range<Int>, _ chunks: Blocks) {
    let blocks = shape.filters / 16
    scratch.pool.run(section.count * blocks) { task, _ in
      let chunk = section.lowerBound + task / blocks
      let block = task % blocks
      let sum = unsafe partialBiasGradient[chunk * shape.filters + block * 16]
      unsafe sum.update(repeating: 0, count: 16)
      var target = unsafe gradientChunk(chunk, in: section) + block * shape.block
      for example in chunks[chunk] {
        unsafe transformGradient(example, block: block, target, sum)
        unsafe target += shape.tilesPerImage * 16
      }
    }
  }

  private func transformGradient(
    _ example: Int, block: Int, _ target: UnsafeMutablePointer<Float>, _ sum: UnsafeMutablePointer<Float>
  ) {
    let layout = output.layout
    let position = shape.position(channels: shape.filters)
    let start = layout.start(example: example, block: block)
    if isPooled {
      let code = (example * shape.filters / 16 + block) * layout.image.height * layout.image.width * 16
      unsafe adjointOutputPooled(
        output.gradient[start], layout.pixels, codes: codes[code], tileRows: shape.tileRows,
        tileColumns: shape.tileColumns, target, position: position, biasGradient: sum)
    } else {
      unsafe adjointOutput(
        output.gradient[start], output.values[start], layout.pixels, tileRows: shape.tileRows,
        tileColumns: shape.tileColumns, target, position: position, biasGradient: sum)
    }
  }

  private func propagate(_ section: Range<Int>, _ chunks: Blocks) {
    let groups = scratch.panelGroups(shape.channels / 32, chunks: section.count)
    scratch.pool.run(section.count * groups.count) { task, worker in
      let chunk = section.lowerBound + task / groups.count
      let panels = groups[task % groups.count]
      let rows = chunks[chunk].count * shape.tilesPerImage
      let products = unsafe scratch[worker]
      unsafe multiply(
        gradientChunk(chunk, in: section), shape.filters, rows: rows,
        kernels.transposed[panels.lowerBound * kernels.panelStride(depth: shape.filters)], panels.count,
        products)
      for block in 0..<(2 * panels.count) {
        unsafe transformInputGradients(
          chunks[chunk], products + block * shape.block,
          position: shape.position(channels: 32 * panels.count),
          channels: 2 * panels.lowerBound + block)
      }
    }
  }

  /// dX of some examples from dV of a block of 16 channels.
  func transformInputGradients(
    _ examples: Range<Int>, _ products: UnsafePointer<Float>, position: Int, channels: Int
  ) {
    let layout = input.layout
    var source = unsafe products
    for example in examples {
      let start = layout.start(example: example, block: channels) - layout.first
      unsafe adjointInput(
        source, position: position, tileRows: shape.tileRows, tileColumns: shape.tileColumns,
        input.gradient[start], rowStride: layout.row)
      unsafe source += shape.tilesPerImage * 16
    }
  }

  private func accumulateKernelGradient(_ section: Range<Int>, _ chunks: Blocks, isFirst: Bool) {
    let rowBlocks = Blocks(shape.channels / 16, by: 8)
    let panelBlocks = Blocks(shape.filters / 32, by: 4)
    let tasksPerPosition = rowBlocks.count * panelBlocks.count
    let lastRows = chunks[section.upperBound - 1].count * shape.tilesPerImage
    scratch.pool.run(36 * tasksPerPosition) { task, _ in
      let index = task / tasksPerPosition
      let rows = rowBlocks[task % tasksPerPosition / panelBlocks.count]
      let panels = panelBlocks[task % panelBlocks.count]
      let a =
        unsafe inputChunk(section.lowerBound, in: section)
        + (index * shape.position(channels: shape.channels) + rows.lowerBound * shape.block)
      let b =
        unsafe gradientChunk(section.lowerBound, in: section)
        + (index * shape.position(channels: shape.filters) + 2 * panels.lowerBound * shape.block)
      let target =
        kernels.gradientStart(block: rows.lowerBound, panel: panels.lowerBound)
        + index * WinogradKernelStore.gradientPosition
      // Two chunks at a time: their columns of Q stay in the first cache.
      for first in stride(from: 0, to: section.count, by: 2) {
        let segments = min(2, section.count - first)
        let isLast = first + segments == section.count
        unsafe multiplyTransposed(
          a + first * shape.chunk(channels: shape.channels), aBlock: shape.block,
          aSegment: shape.chunk(channels: shape.channels), inputBlocks: rows.count,
          b + first * shape.chunk(channels: shape.filters), bBlock: shape.block,
          bSegment: shape.chunk(channels: shape.filters), panels: panels.count,
          segments: segments, depth: shape.tiles, lastDepth: isLast ? lastRows : shape.tiles,
          kernels.gradient[target], cBlock: kernels.gradientStart(block: 1, panel: 0),
          cPanel: kernels.gradientStart(block: 0, panel: 1), accumulates: !(isFirst && first == 0))
      }
    }
  }
}
