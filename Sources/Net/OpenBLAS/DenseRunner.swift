internal import NetKernels

/// A dense layer: products split over columns forward, over inputs backward.
final class DenseRunner: LayerRunner {
  private static let rowBlock = 256
  private static let outputBlock = 256
  private static let inputBlock = 128

  private let inputs: Int
  private let outputs: Int
  private let rectifies: Bool
  private let weights: ParameterMemory
  private let biases: ParameterMemory
  private let pool: ThreadPool

  init(_ layer: Layer, weights: ParameterMemory, biases: ParameterMemory, pool: ThreadPool) {
    inputs = layer.inputCount
    outputs = layer.outputCount
    rectifies = layer.activation == .relu
    self.weights = weights
    self.biases = biases
    self.pool = pool
  }

  func forward(_ input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int) {
    let columnBlocks = Blocks(outputs, by: Self.outputBlock)
    let rowBlocks = Blocks(count, by: Self.rowBlock)
    pool.run(columnBlocks.count * rowBlocks.count) { task, _ in
      let columns = columnBlocks[task / rowBlocks.count]
      let rows = rowBlocks[task % rowBlocks.count]
      let target = unsafe output + (rows.lowerBound * outputs + columns.lowerBound)
      unsafe BLAS.multiply(
        BLAS.Operand(values: input + rows.lowerBound * inputs, stride: inputs),
        BLAS.Operand(values: weights.value[columns.lowerBound], stride: outputs),
        rows: rows.count, columns: columns.count, depth: inputs, into: target, stride: outputs)
      unsafe addBiases(
        target, rows: rows.count, columns: columns.count, stride: outputs,
        biases: biases.value[columns.lowerBound], rectify: rectifies)
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
