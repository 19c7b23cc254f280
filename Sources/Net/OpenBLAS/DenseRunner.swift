internal import NetKernels

/// A dense layer: products split over columns forward, over inputs backward.
///
/// Forward gives an example the same bits in any batch and place. OpenBLAS takes other kernels, which sum in another
/// order, for products of up to 10⁶ multiply-adds and for the last rows that are not a multiple of four: small layers are
/// therefore computed 64 rows at a time and large ones a multiple of four, with rows of zeros where there are no more.
final class DenseRunner: LayerRunner {
  private static let rowBlock = 256
  private static let outputBlock = 256
  private static let inputBlock = 128
  /// Rows that small layers are computed by.
  private static let smallRows = 64
  /// What the rows of large layers are a multiple of.
  private static let rowMultiple = 4
  /// Weights of a block of outputs up to which four rows could be a small product.
  private static let smallWeightCount = 1 << 18

  private let inputs: Int
  private let outputs: Int
  private let rectifies: Bool
  private let weights: ParameterMemory
  private let biases: ParameterMemory
  private let scratch: SharedScratch
  private var pool: ThreadPool { scratch.pool }

  init(_ layer: Layer, weights: ParameterMemory, biases: ParameterMemory, scratch: SharedScratch) {
    inputs = layer.inputCount
    outputs = layer.outputCount
    rectifies = layer.activation == .relu
    self.weights = weights
    self.biases = biases
    self.scratch = scratch
  }

  /// Scratch memory for the rows of a product that are filled up.
  static func scratchSizes(of layer: Layer) -> ScratchSizes {
    guard case .dense(let inputs, let outputs) = layer.operation else { return ScratchSizes() }
    let columnBlocks = Blocks(outputs, by: outputBlock)
    let rows = (0..<columnBlocks.count).map { unit(inputs, columnBlocks[$0].count) }.max() ?? 0
    return ScratchSizes(perWorker: rows * (inputs + min(outputs, outputBlock)))
  }

  /// The number whose multiples the rows of a product are.
  private static func unit(_ inputs: Int, _ columns: Int) -> Int {
    inputs * columns <= smallWeightCount ? smallRows : rowMultiple
  }

  func forward(_ input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int) {
    let columnBlocks = Blocks(outputs, by: Self.outputBlock)
    let rowBlocks = Blocks(count, by: Self.rowBlock)
    pool.run(columnBlocks.count * rowBlocks.count) { task, worker in
      let columns = columnBlocks[task / rowBlocks.count]
      let rows = rowBlocks[task % rowBlocks.count]
      let source = unsafe input + rows.lowerBound * inputs
      let target = unsafe output + (rows.lowerBound * outputs + columns.lowerBound)
      let unit = Self.unit(inputs, columns.count)
      let step = unit == Self.smallRows ? unit : rows.count / unit * unit
      var row = 0
      while row < rows.count, rows.count - row >= unit {
        unsafe multiply(source + row * inputs, rows: step, columns, target + row * outputs, stride: outputs)
        row += step
      }
      if row < rows.count {
        unsafe multiplyFilledUp(
          source + row * inputs, rows: rows.count - row, to: unit, columns, target + row * outputs,
          scratch: scratch.memory(of: worker))
      }
      unsafe addBiases(
        target, rows: rows.count, columns: columns.count, stride: outputs,
        biases: biases.value[columns.lowerBound], rectify: rectifies)
    }
  }

  private func multiply(
    _ input: UnsafePointer<Float>, rows: Int, _ columns: Range<Int>, _ target: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    unsafe BLAS.multiply(
      BLAS.Operand(values: input, stride: inputs),
      BLAS.Operand(values: weights.value[columns.lowerBound], stride: outputs),
      rows: rows, columns: columns.count, depth: inputs, into: target, stride: stride)
  }

  /// As `multiply`, computing `unit` rows of which the ones behind `rows` are zero.
  private func multiplyFilledUp(
    _ input: UnsafePointer<Float>, rows: Int, to unit: Int, _ columns: Range<Int>,
    _ target: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe scratch.update(from: input, count: rows * inputs)
    unsafe (scratch + rows * inputs).update(repeating: 0, count: (unit - rows) * inputs)
    let sums = unsafe scratch + unit * inputs
    unsafe multiply(scratch, rows: unit, columns, sums, stride: columns.count)
    for row in 0..<rows {
      unsafe (target + row * outputs).update(from: sums + row * columns.count, count: columns.count)
    }
  }

  func backward(
    _ input: UnsafePointer<Float>, output: UnsafePointer<Float>, outputGradient: UnsafeMutablePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>?, count: Int
  ) {
    unsafe maskAndSum(outputGradient, output: output, count: count)
    let inputBlocks = Blocks(inputs, by: Self.inputBlock)
    let rowBlocks = Blocks(count, by: Self.rowBlock)
    let weightTasks = weights.training == nil ? 0 : inputBlocks.count
    let inputTasks = unsafe inputGradient == nil ? 0 : inputBlocks.count * rowBlocks.count
    pool.run(weightTasks + inputTasks) { task, _ in
      if task < weightTasks {
        unsafe weightGradient(input, outputGradient, block: inputBlocks[task], count: count)
      } else if let inputGradient = unsafe inputGradient {
        let index = task - weightTasks
        unsafe self.inputGradient(
          outputGradient, block: inputBlocks[index / rowBlocks.count],
          rows: rowBlocks[index % rowBlocks.count],
          into: inputGradient)
      }
    }
  }

  /// Carries the gradient back through the activation, in place, and sums it into the biases' gradient.
  private func maskAndSum(
    _ gradient: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int
  ) {
    let columnBlocks = Blocks(outputs, by: Self.outputBlock)
    pool.run(columnBlocks.count) { task, _ in
      let columns = columnBlocks[task]
      let part = unsafe gradient + columns.lowerBound
      if rectifies {
        unsafe maskGradient(
          part, output: output + columns.lowerBound, rows: count, columns: columns.count, stride: outputs)
      }
      if let training = biases.training {
        let sums = unsafe training.gradient[columns.lowerBound]
        unsafe sums.update(repeating: 0, count: columns.count)
        unsafe addColumnSums(of: part, rows: count, columns: columns.count, stride: outputs, to: sums)
      }
    }
  }

  private func weightGradient(
    _ input: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, block: Range<Int>, count: Int
  ) {
    guard let training = weights.training else { return }
    unsafe BLAS.multiply(
      BLAS.Operand(values: input + block.lowerBound, stride: inputs, isTransposed: true),
      BLAS.Operand(values: outputGradient, stride: outputs),
      rows: block.count, columns: outputs, depth: count, into: training.gradient[block.lowerBound * outputs],
      stride: outputs)
  }

  private func inputGradient(
    _ outputGradient: UnsafePointer<Float>, block: Range<Int>, rows: Range<Int>,
    into inputGradient: UnsafeMutablePointer<Float>
  ) {
    unsafe BLAS.multiply(
      BLAS.Operand(values: outputGradient + rows.lowerBound * outputs, stride: outputs),
      BLAS.Operand(values: weights.value[block.lowerBound * outputs], stride: outputs, isTransposed: true),
      rows: rows.count, columns: block.count, depth: outputs,
      into: inputGradient + (rows.lowerBound * inputs + block.lowerBound), stride: inputs)
  }
}
