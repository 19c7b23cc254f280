internal import NetKernels
internal import NetKernelsWide

/// A dense layer: weights in tiles of 32 inputs × 32 outputs, `[inputs / 32][outputs / 32][32][32]`.
///
/// A tile is one page of memory. Forward walks down the columns of tiles; backward walks along the rows, and passes
/// every weight once: the input's gradient from the old weight, its gradient, its update.
final class DenseLayer: NativeLayer {
  let clock = StageClock()
  let input: BlockTensor
  let output: BlockTensor
  let inputs: Int
  let outputs: Int
  let rectifies: Bool
  let isTrained: Bool
  let needsInputGradient: Bool
  let weights: ParameterStore
  let biases: ParameterStore
  let biasGradient: Workspace<Float>
  let squares: Workspace<Double>
  let scratch: NativeScratch
  /// Memory for the matrix unit; nil: the products are left to the vector unit.
  let packed: DenseWorkspaces?

  init(
    _ layer: Layer, input: BlockTensor, output: BlockTensor, needs: BackwardNeeds, scratch: NativeScratch,
    packed: DenseWorkspaces?
  ) throws(NetError) {
    self.input = input
    self.output = output
    self.scratch = scratch
    self.packed = packed
    inputs = input.layout.paddedCount
    outputs = output.layout.paddedCount
    rectifies = layer.activation == .relu
    isTrained = needs.parameters
    needsInputGradient = needs.input
    weights = try ParameterStore(count: inputs * outputs, isTrained: needs.parameters)
    biases = try ParameterStore(count: outputs, isTrained: needs.parameters)
    biasGradient = try Workspace(count: outputs)
    squares = try Workspace(count: inputs / 32)
  }

  func forward(count: Int) {
    clock.measure(.forward) {
      if let packed { multiplyOnMatrixUnit(count: count, packed) } else { multiply(count: count) }
    }
  }

  private func multiply(count: Int) {
    let panels = outputs / 32
    let pool = scratch.pool
    let group = panelGroup(panels, count: count)
    let block = input.layout.block
    pool.run(Blocks(panels, by: group).count, work: count * inputs * outputs) { task, _ in
      let range = Blocks(panels, by: group)[task]
      let target = unsafe output.values[2 * range.lowerBound * output.layout.block]
      for depth in stride(from: 0, to: inputs, by: 256) {
        unsafe multiplyPanels(
          input.values[depth / 16 * block], aBlock: block, aNext: input.values[(depth + 256) / 16 * block],
          rows: count, depth: min(256, inputs - depth),
          weights.value[(depth / 32 * panels + range.lowerBound) * 1024], bPanel: 1024, bTile: panels * 1024,
          bNext: weights.value[((depth + 256) / 32 * panels + range.lowerBound) * 1024],
          panels: range.count, target, cBlock: output.layout.block, accumulates: depth > 0)
      }
      for index in 0..<(2 * range.count) {
        unsafe addBias(
          target + index * output.layout.block, rows: count,
          bias: biases.value[range.lowerBound * 32 + index * 16], rectifies: rectifies)
      }
    }
  }

  /// Panels of 32 outputs a task computes: few enough that their sums stay in the first cache, and every thread
  /// has some.
  private func panelGroup(_ panels: Int, count: Int) -> Int {
    max(1, min(max(4, 128 / count), panels / (2 * scratch.pool.threads)))
  }

  func backward(count: Int, factors: LayerFactors?) -> Double {
    let pass: WeightPass =
      if isTrained { if let factors { .update(factors.weights) } else { .measure } } else { .leave }
    clock.measure(.update) { run(count: count, pass: pass, propagates: needsInputGradient) }
    guard isTrained else { return 0 }
    sumBiasGradient(count: count)
    if let factors {
      updateBiases(factors)
      return 0
    }
    var total = unsafe sumOfSquares(biasGradient.base, count: outputs)
    for index in 0..<(inputs / 32) { unsafe total += squares.base[index] }
    return total
  }

  func update(_ factors: LayerFactors, count: Int) {
    guard isTrained else { return }
    clock.measure(.update) { run(count: count, pass: .update(factors.weights), propagates: false) }
    updateBiases(factors)
  }

  /// One pass over the weights.
  private func run(count: Int, pass: WeightPass, propagates: Bool) {
    if let packed {
      runOnMatrixUnit(count: count, pass: pass, propagates: propagates, packed)
      return
    }
    scratch.pool.run(inputs / 32, work: 2 * count * inputs * outputs) { task, worker in
      let isVector = input.gradientColumns.count > 0
      let columns =
        unsafe isVector
        ? input.gradientColumns[task * 32 * input.columns] : scratch.columns(worker)
      let first = task * outputs * 32
      let row = unsafe DenseTileRow(
        weights: weights.value[first], firstMoment: weights.firstMoment[isTrained ? first : 0],
        secondMoment: weights.secondMoment[isTrained ? first : 0],
        input: input.values[2 * task * input.layout.block], gradient: output.gradient.base,
        gradientColumns: output.gradientColumns.base, inputGradient: propagates ? columns : nil,
        tiles: outputs / 32, blockStride: input.layout.block, count: count,
        usedColumns: BlockTensor.usedColumns(count), columnStride: output.columns)
      unsafe squares.base[task] = passDense(row, pass)
      guard propagates else { return }
      for half in 0..<2 {
        unsafe finishInputGradient(columns + half * 16 * input.columns, 2 * task + half, count)
      }
    }
  }

  /// Brings the gradient of a block of 16 inputs from columns to rows, through the ReLU behind it.
  func finishInputGradient(_ columns: UnsafeMutablePointer<Float>, _ block: Int, _ count: Int) {
    let offset = block * input.layout.block
    unsafe transposeGradient(
      columns, stride: input.columns, count: count,
      outputs: input.isRectifiedVector ? UnsafePointer(input.values[offset]) : nil, input.gradient[offset])
  }

  private func sumBiasGradient(count: Int) {
    for block in 0..<(outputs / 16) {
      unsafe sumRows(
        output.gradient[block * output.layout.block], rows: count, stride: 16, biasGradient[block * 16])
    }
  }

  private func updateBiases(_ factors: LayerFactors) {
    unsafe updateParameters(
      values: biases.value.base, firstMoment: biases.firstMoment.base,
      secondMoment: biases.secondMoment.base, gradient: biasGradient.base, count: outputs, factors.biases)
  }
}

extension DenseLayer {
  func load(_ values: UnsafePointer<Float>, _ slot: Slot, isBias: Bool) {
    guard !isBias else {
      unsafe biases[slot].base.update(from: values, count: output.layout.image.channels)
      return
    }
    let memory = weights[slot]
    forEachRow { plain, tiled, count in
      unsafe memory[tiled].update(from: values + plain, count: count)
    }
  }

  func read(_ values: UnsafeMutablePointer<Float>, _ slot: Slot, isBias: Bool) {
    guard !isBias else {
      unsafe values.update(from: biases[slot].base, count: output.layout.image.channels)
      return
    }
    let memory = weights[slot]
    forEachRow { plain, tiled, count in
      unsafe (values + plain).update(from: memory[tiled], count: count)
    }
  }

  /// Calls `body(offset in [in, out], offset in tiles, outputs)` for the part of each input's row in each tile.
  private func forEachRow(_ body: (Int, Int, Int) -> Void) {
    let channels = input.layout.image.channels
    let classes = output.layout.image.channels
    let padded = BlockLayout.padded(channels)
    scratch.pool.run(inputs / 32) { task, _ in
      for row in (32 * task)..<(32 * task + 32) where row % padded < channels {
        let plain = (row / padded * channels + row % padded) * classes
        for tile in 0..<(outputs / 32) {
          let offset = (task * (outputs / 32) + tile) * 1024 + row % 32 * 32
          let count = min(32, classes - tile * 32)
          if count > 0 { body(plain + tile * 32, offset, count) }
        }
      }
    }
  }
}
