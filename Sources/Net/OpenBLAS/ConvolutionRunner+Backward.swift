internal import NetKernels

extension ConvolutionRunner {
  func backward(
    _ input: UnsafePointer<Float>, output: UnsafePointer<Float>, outputGradient: UnsafeMutablePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>?, count: Int
  ) {
    if unsafe inputGradient != nil {
      let kernel = unsafe UnsafePointer(weights.value.base)
      scratch.pool.run(9) { tap, _ in
        unsafe flipKernel(
          kernel, channels: image.channels, filters: filters, tap: tap, into: scratch.flippedKernel.base)
      }
    }
    let groups = ConvolutionTiling.groupCount(count)
    let partStride = weights.shape.count + filters
    scratch.pool.run(groups) { group, worker in
      let images = ConvolutionTiling.group(group, of: count)
      let memory = unsafe scratch.memory(of: worker)
      let part = weights.training == nil ? nil : unsafe scratch.partialGradients[group * partStride]
      if let part = unsafe part { unsafe (part + weights.shape.count).update(repeating: 0, count: filters) }
      for first in stride(from: images.lowerBound, to: images.upperBound, by: tiling.images) {
        let block = first..<min(first + tiling.images, images.upperBound)
        let sumGradient = unsafe gradientOfSums(outputGradient, output: output, block, memory: memory)
        let patches = unsafe memory + (isPooled ? tiling.images * sumExtent.count : 0)
        if let inputGradient = unsafe inputGradient {
          unsafe gradientOfInput(sumGradient, block, patches: patches, into: inputGradient)
        }
        if let part = unsafe part {
          unsafe gradientOfParameters(
            input, sumGradient, block, patches: patches, isFirst: first == images.lowerBound, into: part)
        }
      }
    }
    addPartialGradients(groups: groups)
  }

  /// The gradient before activation and pool of some images: in `memory` behind a pool, else in place.
  private func gradientOfSums(
    _ outputGradient: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, _ block: Range<Int>,
    memory: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let offset = block.lowerBound * outputCount
    guard let codes else {
      let gradient = unsafe outputGradient + offset
      if rectifies {
        let values = block.count * outputCount
        unsafe maskGradient(gradient, output: output + offset, rows: 1, columns: values, stride: values)
      }
      return unsafe UnsafePointer(gradient)
    }
    for (slot, index) in block.enumerated() {
      unsafe spreadThroughPool(
        outputGradient + index * outputCount, codes: codes[index * outputCount], sumExtent,
        into: memory + slot * sumExtent.count)
    }
    return unsafe UnsafePointer(memory)
  }

  /// A convolution of the sums' gradient with the flipped kernel.
  private func gradientOfInput(
    _ sumGradient: UnsafePointer<Float>, _ block: Range<Int>, patches: UnsafeMutablePointer<Float>,
    into inputGradient: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<tiling.pieceCount(block.count) {
      let piece = tiling.piece(index, of: block.count)
      let target = unsafe inputGradient + (block.lowerBound * extent.count + lineOffset(piece, extent))
      unsafe convolve(
        sumGradient, sumExtent, piece, rows: piece.images.count * piece.lines.count * image.width,
        kernel: scratch.flippedKernel.base, patches: patches, into: target, filters: image.channels)
    }
  }

  /// Adds a block's gradients of kernel and biases to a group's part.
  private func gradientOfParameters(
    _ input: UnsafePointer<Float>, _ sumGradient: UnsafePointer<Float>, _ block: Range<Int>,
    patches: UnsafeMutablePointer<Float>, isFirst: Bool, into part: UnsafeMutablePointer<Float>
  ) {
    let columns = ConvolutionTiling.columns(channels: image.channels)
    for index in 0..<tiling.pieceCount(block.count) {
      let piece = tiling.piece(index, of: block.count)
      let rows = piece.images.count * piece.lines.count * extent.width
      let gradient = unsafe sumGradient + lineOffset(piece, sumExtent)
      for kernelPart in 0..<ConvolutionTiling.partCount(channels: image.channels) {
        unsafe gather(
          input + block.lowerBound * extent.count, extent, piece, part: kernelPart, into: patches)
        unsafe BLAS.multiply(
          BLAS.Operand(values: patches, stride: columns, isTransposed: true),
          BLAS.Operand(values: gradient, stride: filters),
          rows: columns, columns: filters, depth: rows, accumulate: !(isFirst && index == 0),
          into: part + kernelPart * columns * filters, stride: filters)
      }
      unsafe addColumnSums(
        of: gradient, rows: rows, columns: filters, stride: filters, to: part + weights.shape.count)
    }
  }

  /// Adds the groups' parts up, in order.
  private func addPartialGradients(groups: Int) {
    guard let weightTraining = weights.training, let biasTraining = biases.training else { return }
    let partStride = weights.shape.count + filters
    let parts = unsafe UnsafePointer(scratch.partialGradients.base)
    let blocks = Blocks(weights.shape.count, by: 32768)
    scratch.pool.run(blocks.count) { task, _ in
      let block = blocks[task]
      unsafe addParts(
        parts + block.lowerBound, partCount: groups, stride: partStride, count: block.count,
        into: weightTraining.gradient[block.lowerBound])
    }
    unsafe addParts(
      parts + weights.shape.count, partCount: groups, stride: partStride, count: filters,
      into: biasTraining.gradient.base)
  }
}
