internal import NetKernels

/// A 3×3 convolution as a product of patches and kernel, piece by piece, with its activation and pool.
///
/// Forward gives an example the same bits in any batch and place: a piece that the batch does not fill is computed with as
/// many rows as a full one, since OpenBLAS takes other kernels for small products.
final class ConvolutionRunner: LayerRunner {
  let image: ImageShape
  let filters: Int
  let isPooled: Bool
  let rectifies: Bool
  let outputCount: Int
  let tiling: ConvolutionTiling
  let weights: ParameterMemory
  let biases: ParameterMemory
  let scratch: SharedScratch
  /// What the pool leaves for the backward pass; nil without a pool or a backward pass.
  let codes: Workspace<UInt8>?

  /// Precondition: `layer` is a convolution.
  init(
    _ layer: Layer, weights: ParameterMemory, biases: ParameterMemory, scratch: SharedScratch,
    needs: BackwardNeeds, batchSize: Int
  ) throws(NetError) {
    guard case .convolution(let input, let filters, let pooled) = layer.operation else {
      preconditionFailure("\(layer.name) is no convolution")
    }
    image = input
    self.filters = filters
    isPooled = pooled
    rectifies = layer.activation == .relu
    outputCount = layer.outputCount
    tiling = ConvolutionTiling(input)
    self.weights = weights
    self.biases = biases
    self.scratch = scratch
    codes = pooled && needs.any ? try Workspace(count: batchSize * layer.outputCount) : nil
  }

  var extent: ImageExtent { ImageExtent(height: image.height, width: image.width, channels: image.channels) }
  /// The image of sums, before the pool.
  var sumExtent: ImageExtent { ImageExtent(height: image.height, width: image.width, channels: filters) }

  /// Scratch memory for a convolution; zero for a dense layer.
  static func scratchSizes(of layer: Layer, needs: BackwardNeeds, batchSize: Int) -> ScratchSizes {
    guard case .convolution(let image, let filters, let pooled) = layer.operation else {
      return ScratchSizes()
    }
    let tiling = ConvolutionTiling(image)
    var sizes = ScratchSizes()
    let patches = tiling.rows * ConvolutionTiling.columns(channels: image.channels)
    sizes.perWorker = patches + (pooled || tiling.images > 1 ? tiling.rows * filters : 0)
    guard needs.any else { return sizes }
    let spread = pooled ? tiling.images * image.height * image.width * filters : 0
    let gradientPatches = needs.input ? tiling.rows * ConvolutionTiling.columns(channels: filters) : 0
    sizes.perWorker = max(sizes.perWorker, spread + max(patches, gradientPatches))
    if needs.parameters {
      let groups = ConvolutionTiling.groupCount(batchSize)
      sizes.partialGradients = groups * (layer.weights.count + layer.biases.count)
    }
    if needs.input { sizes.flippedKernel = layer.weights.count }
    return sizes
  }

  func forward(_ input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, count: Int) {
    scratch.pool.run(tiling.pieceCount(count)) { task, worker in
      let piece = tiling.piece(task, of: count)
      let isFull = piece.images.count == tiling.images
      let rows = piece.images.count * piece.lines.count * image.width
      let patches = unsafe scratch.memory(of: worker)
      let spare = unsafe patches + tiling.rows * ConvolutionTiling.columns(channels: image.channels)
      let place = unsafe isPooled ? output : output + lineOffset(piece, sumExtent)
      let sums = unsafe isPooled || !isFull ? spare : place
      unsafe convolve(
        input, extent, piece, rows: isFull ? rows : tiling.rows, kernel: weights.value.base,
        patches: patches, into: sums, filters: filters)
      if isPooled {
        unsafe pool(sums, piece, output: output)
      } else {
        if !isFull { unsafe place.update(from: sums, count: rows * filters) }
        unsafe addBiases(
          place, rows: rows, columns: filters, stride: filters, biases: biases.value.base, rectify: rectifies)
      }
    }
  }

  /// The sums of a piece: its patches times the kernel, part by part.
  ///
  /// - Parameter rows: the rows of the product: the piece's positions, or more, whose sums mean nothing.
  func convolve(
    _ images: UnsafePointer<Float>, _ extent: ImageExtent, _ piece: ConvolutionTiling.Piece, rows: Int,
    kernel: UnsafePointer<Float>, patches: UnsafeMutablePointer<Float>,
    into sums: UnsafeMutablePointer<Float>, filters: Int
  ) {
    let columns = ConvolutionTiling.columns(channels: extent.channels)
    for part in 0..<ConvolutionTiling.partCount(channels: extent.channels) {
      unsafe gather(images, extent, piece, part: part, into: patches)
      unsafe BLAS.multiply(
        BLAS.Operand(values: patches, stride: columns),
        BLAS.Operand(values: kernel + part * columns * filters, stride: filters),
        rows: rows, columns: filters, depth: columns, accumulate: part > 0, into: sums, stride: filters)
    }
  }

  /// Gathers a part of the patches of a piece.
  func gather(
    _ images: UnsafePointer<Float>, _ extent: ImageExtent, _ piece: ConvolutionTiling.Piece, part: Int,
    into patches: UnsafeMutablePointer<Float>
  ) {
    let count = piece.lines.count * extent.width * ConvolutionTiling.columns(channels: extent.channels)
    for (slot, index) in piece.images.enumerated() {
      unsafe gatherPatches(
        of: images + index * extent.count, extent, lines: piece.lines,
        kernelLines: ConvolutionTiling.kernelLines(part: part, channels: extent.channels),
        into: patches + slot * count)
    }
  }

  /// Where a piece begins in a batch of images.
  func lineOffset(_ piece: ConvolutionTiling.Piece, _ extent: ImageExtent) -> Int {
    piece.images.lowerBound * extent.count + piece.lines.lowerBound * extent.width * extent.channels
  }

  /// Pools the sums of a piece into the output.
  private func pool(
    _ sums: UnsafePointer<Float>, _ piece: ConvolutionTiling.Piece, output: UnsafeMutablePointer<Float>
  ) {
    let line = image.width / 2 * filters
    for (slot, index) in piece.images.enumerated() {
      let offset = index * outputCount + piece.lines.lowerBound / 2 * line
      unsafe maxPool(
        sums + slot * piece.lines.count * image.width * filters, lines: piece.lines.count, width: image.width,
        channels: filters, biases: biases.value.base, rectify: rectifies, output: output + offset,
        codes: codes.map { unsafe $0[offset] })
    }
  }
}
