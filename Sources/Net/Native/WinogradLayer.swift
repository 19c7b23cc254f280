internal import NetKernels
internal import NetKernelsWide

/// A 3×3 convolution with ReLU, and a 2×2 max-pool if it has one, by Winograd's F(4×4, 3×3).
///
/// Forward, in sections: V = Bᵀ d B (tasks: chunk × block of channels); then, for a chunk and some panels of 32
/// filters, M = V · U at the 36 positions and Y = pool(relu(Aᵀ M A + bias)) while M is in the second cache.
final class WinogradLayer: NativeLayer {
  let clock = StageClock()
  let input: BlockTensor
  let output: BlockTensor
  let shape: WinogradPlan
  let isPooled: Bool
  let needs: BackwardNeeds
  let kernels: WinogradKernelStore
  let biases: ParameterStore
  let scratch: NativeScratch
  /// How the products are cut for the matrix unit; nil: they are left to the vector unit.
  let matrix: MatrixShape?
  /// V: of the whole batch if the weights are trained (backward needs it again), else of one section.
  let transformedInput: Workspace<Float>
  /// Q of one section, shared by all layers; empty in inference.
  let transformedGradient: Workspace<Float>
  /// M or dV of one section, shared by all layers; empty without the matrix unit.
  let products: Workspace<Float>
  let codes: Workspace<UInt8>
  /// `[chunk][filters]`.
  let partialBiasGradient: Workspace<Float>
  let biasGradient: Workspace<Float>

  init(
    _ layer: Layer, input: BlockTensor, output: BlockTensor, needs: BackwardNeeds, shared: WinogradWorkspaces,
    scratch: NativeScratch, examples: Int, matrix: MatrixShape?
  ) throws(NetError) {
    guard case .convolution(let image, let filters, let pooled) = layer.operation else {
      preconditionFailure("\(layer.name) is no convolution")
    }
    self.input = input
    self.output = output
    self.needs = needs
    self.scratch = scratch
    self.matrix = matrix
    isPooled = pooled
    shape = WinogradPlan(input: image, filters: filters, examples: examples)
    kernels = try WinogradKernelStore(
      image.channels, filters, needs: needs, keepsTransposed: matrix == nil, shared: shared)
    biases = try ParameterStore(count: shape.filters, isTrained: needs.parameters)
    let chunks = shape.chunks(examples).count
    transformedInput =
      needs.parameters
      ? try Workspace(count: chunks * shape.chunk(channels: shape.channels)) : shared.transformedInput
    transformedGradient = shared.transformedGradient
    products = shared.products
    let outputImage = output.layout.image
    codes = try Workspace(
      count: pooled ? examples * shape.filters * outputImage.height * outputImage.width : 0)
    partialBiasGradient = try Workspace(count: needs.any ? chunks * shape.filters : 0)
    biasGradient = try Workspace(count: needs.any ? shape.filters : 0)
  }

  /// Whether this class can compute a layer.
  static func accepts(_ layer: Layer) -> Bool {
    guard case .convolution(let image, _, _) = layer.operation else { return false }
    return layer.activation == .relu && image.height % 4 == 0 && image.width % 4 == 0
  }

  func forward(count: Int) {
    let chunks = shape.chunks(count)
    let sections = shape.sections(count)
    for index in 0..<sections.count {
      let section = sections[index]
      clock.measure(.transformInput) { transformInputs(section, chunks) }
      clock.measure(.forward) {
        if let matrix {
          multiplyOnMatrixUnit(section, chunks, matrix)
        } else {
          multiplyAndTransformOutputs(section, chunks)
        }
      }
    }
  }

  /// Where V of a chunk lies.
  func inputChunk(_ chunk: Int, in section: Range<Int>) -> UnsafeMutablePointer<Float> {
    let index = needs.parameters ? chunk : chunk - section.lowerBound
    return unsafe transformedInput[index * shape.chunk(channels: shape.channels)]
  }

  private func transformInputs(_ section: Range<Int>, _ chunks: Blocks) {
    let blocks = shape.channels / 16
    let position = shape.position(channels: shape.channels)
    scratch.pool.run(section.count * blocks) { task, _ in
      let chunk = section.lowerBound + task / blocks
      let block = task % blocks
      var target = unsafe inputChunk(chunk, in: section) + block * shape.block
      for example in chunks[chunk] {
        // From the border's corner: a pixel up and left of the first.
        let layout = input.layout
        let start = layout.start(example: example, block: block) - layout.first
        unsafe transformInput(
          input.values[start], rowStride: layout.row, tileRows: shape.tileRows,
          tileColumns: shape.tileColumns, target, position: position)
        unsafe target += shape.tilesPerImage * 16
      }
    }
  }

  private func multiplyAndTransformOutputs(_ section: Range<Int>, _ chunks: Blocks) {
    let groups = scratch.panelGroups(shape.filters / 32, chunks: section.count)
    scratch.pool.run(section.count * groups.count) { task, worker in
      let chunk = section.lowerBound + task / groups.count
      let panels = groups[task % groups.count]
      let rows = chunks[chunk].count * shape.tilesPerImage
      let products = unsafe scratch[worker]
      unsafe multiply(
        inputChunk(chunk, in: section), shape.channels, rows: rows,
        kernels.transformed[panels.lowerBound * kernels.panelStride(depth: shape.channels)], panels.count,
        products)
      for block in 0..<(2 * panels.count) {
        unsafe transformOutputs(
          chunks[chunk], products + block * shape.block,
          position: shape.position(channels: 32 * panels.count),
          channels: 2 * panels.lowerBound + block)
      }
    }
  }

  /// The products at the 36 positions, M = V · U, for `panels` panels of 32 columns.
  func multiply(
    _ chunk: UnsafePointer<Float>, _ depth: Int, rows: Int, _ kernels: UnsafePointer<Float>, _ panels: Int,
    _ products: UnsafeMutablePointer<Float>
  ) {
    let position = shape.position(channels: depth)
    let productPosition = shape.position(channels: 32 * panels)
    for index in 0..<36 {
      unsafe multiplyPanels(
        chunk + index * position, aBlock: shape.block, aNext: chunk + (index + 1) * position,
        rows: rows, depth: depth,
        kernels + index * WinogradKernelStore.position, bPanel: self.kernels.panelStride(depth: depth),
        bTile: 36 * WinogradKernelStore.position,
        bNext: kernels + (index + 1) * WinogradKernelStore.position, panels: panels,
        products + index * productPosition,
        cBlock: shape.block, accumulates: false)
    }
  }

  /// Y of some examples from M of a block of 16 filters.
  func transformOutputs(
    _ examples: Range<Int>, _ products: UnsafePointer<Float>, position: Int, channels: Int
  ) {
    let image = output.layout.image
    var source = unsafe products
    for example in examples {
      let target = unsafe output.values[output.layout.start(example: example, block: channels)]
      if isPooled {
        let code = (example * shape.filters / 16 + channels) * image.height * image.width * 16
        unsafe transformOutputPooled(
          source, position: position, tileRows: shape.tileRows, tileColumns: shape.tileColumns,
          bias: biases.value[channels * 16], target, output.layout.pixels, codes: codes[code])
      } else {
        unsafe transformOutput(
          source, position: position, tileRows: shape.tileRows, tileColumns: shape.tileColumns,
          bias: biases.value[channels * 16], target, output.layout.pixels)
      }
      unsafe source += shape.tilesPerImage * 16
    }
  }

  func load(_ values: UnsafePointer<Float>, _ slot: Slot, isBias: Bool) {
    if isBias {
      unsafe biases[slot].base.update(from: values, count: output.layout.image.channels)
    } else {
      unsafe kernels.load(values, slot, pool: scratch.pool)
    }
  }

  func read(_ values: UnsafeMutablePointer<Float>, _ slot: Slot, isBias: Bool) {
    if isBias {
      unsafe values.update(from: biases[slot].base, count: output.layout.image.channels)
    } else {
      unsafe kernels.read(values, slot)
    }
  }
}

extension NativeScratch {
  /// The largest number of panels whose products one task keeps.
  static let largestPanelGroup = 2

  /// Panels of a layer cut into groups: as large as scratch allows, unless threads would be idle.
  func panelGroups(_ panels: Int, chunks: Int) -> Blocks {
    let wanted = (4 * pool.threads + chunks - 1) / chunks
    return Blocks(panels, by: max(1, min(Self.largestPanelGroup, panels / wanted)))
  }
}
