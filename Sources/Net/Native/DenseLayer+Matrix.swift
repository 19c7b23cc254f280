internal import NetKernels
internal import NetKernelsWide

/// A dense layer on the matrix unit. What it multiplies is packed first, once for all weights.
extension DenseLayer {
  func multiplyOnMatrixUnit(count: Int, _ packed: DenseWorkspaces) {
    let steps = inputs / 32
    let rowTiles = (count + 15) / 16
    let stepWords = rowTiles * operandTileWords
    let runs = Blocks(steps, by: 8)
    scratch.pool.run(runs.count, work: count * inputs * 16) { task, _ in
      let rows = unsafe RowRuns(
        input.values[2 * runs[task].lowerBound * input.layout.block], stride: 0, block: input.layout.block,
        runs: 1, rows: count, lastRows: count)
      unsafe packRows(
        rows, steps: runs[task].count, packed.input[runs[task].lowerBound * stepWords], step: stepWords)
    }

    let panels = outputs / 32
    let groups = Blocks(panels, by: max(1, min(16, panels / (4 * scratch.pool.threads))))
    scratch.pool.run(groups.count, work: count * inputs * outputs) { task, worker in
      let group = groups[task]
      let words = unsafe scratch.words(worker)
      let sums = unsafe scratch[worker] + PanelProduct.scratchWords(depth: DenseWorkspaces.depth)
      unsafe multiplyPanels(
        PanelProduct(
          a: packed.input.base, rows: nil, rowTiles: rowTiles, b: weights.value[group.lowerBound * 1024],
          bPanel: 1024, bStep: panels * 1024, isTransposed: false, panels: group.count, steps: steps,
          depth: DenseWorkspaces.depth, c: sums, cBlock: rowTiles * 256,
          ahead: AheadStream(sums, lines: 0, runs: 0, stride: 0), scratch: words))
      for block in 0..<(2 * group.count) {
        let channels = 2 * group.lowerBound + block
        let target = unsafe output.values[channels * output.layout.block]
        unsafe target.update(from: sums + block * rowTiles * 256, count: count * 16)
        unsafe addBias(target, rows: count, bias: biases.value[channels * 16], rectifies: rectifies)
      }
    }
  }

  /// One pass over the weights.
  func runOnMatrixUnit(count: Int, pass: WeightPass, propagates: Bool, _ packed: DenseWorkspaces) {
    packGradients(count: count, propagates: propagates, packed)
    let steps = (count + 31) / 32
    let groups = Blocks(inputs / 32, by: max(1, min(8, inputs / 32 / (4 * scratch.pool.threads))))
    let isVector = input.gradientColumns.count > 0
    scratch.pool.run(groups.count, work: 2 * count * inputs * outputs) { task, worker in
      let rows = groups[task]
      let words = unsafe scratch.words(worker)
      let operands = unsafe words + DenseOperands.scratchWords
      let inputRows = unsafe RowRuns(
        input.values[2 * rows.lowerBound * input.layout.block], stride: 0, block: input.layout.block,
        runs: 1, rows: count, lastRows: count)
      unsafe packTransposed(
        inputRows, blocks: 2 * rows.count, operands, step: 2 * rows.count * operandTileWords,
        scratch: scratch[worker])
      let own =
        unsafe scratch[worker]
        + (DenseOperands.scratchWords + steps * 2 * rows.count * operandTileWords)
      let columns = unsafe isVector ? input.gradientColumns[rows.lowerBound * 32 * input.columns] : own
      let first = rows.lowerBound * outputs * 32
      unsafe passDenseOperands(
        DenseOperands(
          weights: weights.value[first], firstMoment: weights.firstMoment[isTrained ? first : 0],
          secondMoment: weights.secondMoment[isTrained ? first : 0], input: operands,
          gradient: packed.gradient.base, gradientColumns: packed.gradientColumns.base,
          inputGradient: propagates ? columns : nil, rows: rows.count, tiles: outputs / 32, steps: steps,
          columnStride: input.columns, squares: squares[rows.lowerBound], scratch: words), pass)
      guard propagates else { return }
      for block in 0..<(2 * rows.count) {
        unsafe finishInputGradient(columns + block * 16 * input.columns, 2 * rows.lowerBound + block, count)
      }
    }
  }

  private func packGradients(count: Int, propagates: Bool, _ packed: DenseWorkspaces) {
    let tiles = outputs / 32
    let steps = (count + 31) / 32
    let step = 2 * tiles * operandTileWords
    let runs = Blocks(tiles, by: 8)
    scratch.pool.run(runs.count, work: count * outputs * 16) { task, _ in
      let run = runs[task]
      if isTrained {
        let rows = unsafe RowRuns(
          output.gradient[2 * run.lowerBound * output.layout.block], stride: 0, block: output.layout.block,
          runs: 1, rows: count, lastRows: count)
        unsafe packColumns(
          rows, blocks: 2 * run.count, packed.gradient[2 * run.lowerBound * operandTileWords], step: step)
      }
      guard propagates else { return }
      for tile in run {
        unsafe packMatrix(
          output.gradientColumns[tile * 32 * output.columns], rowStride: output.columns, pairs: steps,
          packed.gradientColumns[tile * 2 * steps * operandTileWords])
      }
    }
  }
}

/// Memory that the dense layers of a plan use one after the other, where the matrix unit computes them.
final class DenseWorkspaces {
  /// The input of the present layer, channels along the sum: `[inputs / 32][examples / 16]` tiles.
  let input: Workspace<UInt32>
  /// The gradient of its output, examples along the sum: `[examples / 32][outputs / 16]` tiles.
  let gradient: Workspace<UInt32>
  /// The same, outputs along the sum: `[outputs / 32][examples / 16]` tiles.
  let gradientColumns: Workspace<UInt32>

  /// Steps of 32 inputs that forward sums at a time.
  static let depth = 8

  /// Memory for layers of up to so many inputs and outputs (0: none has a gradient).
  init(inputs: Int, outputs: Int, examples: Int) throws(NetError) {
    input = try Workspace(count: Self.words(inputs, examples))
    gradient = try Workspace(count: Self.words(outputs, examples))
    gradientColumns = try Workspace(count: Self.words(outputs, examples))
  }

  /// Words of packed vectors of `channels` values.
  static func words(_ channels: Int, _ examples: Int) -> Int {
    channels / 32 * ((examples + 31) / 32 * 2) * operandTileWords
  }

  /// Words of scratch memory for a thread.
  static func scratchWords(examples: Int) -> Int {
    let steps = (examples + 31) / 32
    let forward = PanelProduct.scratchWords(depth: depth) + 16 * 2 * steps * 512
    let backward = DenseOperands.scratchWords + steps * 16 * operandTileWords + 8 * 32 * steps * 32
    return max(forward, backward)
  }
}
