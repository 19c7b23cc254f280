/// A signal being resampled piece by piece, into double precision: the same bits whatever the pieces.
struct ResamplingStream: ~Copyable {
  private let resampler: Resampler
  /// Inputs not yet done with; the first stands `lead` inputs before the next period.
  private var pending: [Float]
  private let wideRows: AlignedBuffer<Double>
  private let sums = AlignedBuffer<Float>(count: 8 * FilterBank.blockSize)
  private var inputCount = 0
  private var outputCount = 0

  init(_ resampler: Resampler) {
    self.resampler = resampler
    wideRows = AlignedBuffer(count: 8 * (resampler.bank?.middle.count ?? 1))
    pending = [Float](repeating: 0, count: resampler.bank?.lead ?? 0)
  }

  /// Takes the next samples and appends all outputs that they complete.
  mutating func append(_ samples: Span<Float>, to output: inout [Double]) {
    inputCount += samples.count
    unsafe samples.withUnsafeBufferPointer { samples in
      guard let bank = resampler.bank else {
        unsafe output.append(contentsOf: samples.lazy.map { Double($0) })
        outputCount += samples.count
        return
      }
      unsafe pending.append(contentsOf: samples)
      computePeriods(of: bank, inMultiplesOf: Kernels.bandedTileRows, into: &output)
    }
  }

  /// Appends the outputs that reach beyond the last sample.
  mutating func finish(into output: inout [Double]) {
    guard let bank = resampler.bank else { return }
    let total = resampler.outputCount(of: inputCount)
    while outputCount < total {
      let needed = bank.start(of: bank.blocks - 1) + bank.taps
      pending.append(contentsOf: repeatElement(0, count: max(0, needed - pending.count)))
      computePeriods(of: bank, inMultiplesOf: 1, into: &output)
    }
    output.removeLast(outputCount - total)
    outputCount = total
  }

  /// Computes the periods whose inputs are all there.
  private mutating func computePeriods(
    of bank: FilterBank, inMultiplesOf multiple: Int, into output: inout [Double]
  ) {
    let reach = bank.start(of: bank.blocks - 1) + bank.taps
    guard pending.count >= reach else { return }
    let complete = (pending.count - reach) / bank.periodInputs + 1
    let periods = complete - complete % multiple
    let first = output.count
    output.append(contentsOf: repeatElement(0, count: periods * bank.periodOutputs))
    for block in 0..<bank.blocks {
      multiply(
        block, of: bank, with: pending.span.extracting(bank.start(of: block)...), periods: periods,
        into: &output, at: first + block * FilterBank.blockSize)
    }
    pending.removeFirst(periods * bank.periodInputs)
    outputCount += periods * bank.periodOutputs
  }

  private func multiply(
    _ block: Int, of bank: FilterBank, with signal: Span<Float>, periods: Int, into output: inout [Double],
    at offset: Int
  ) {
    let (weights, place) = bank.weights(of: block)
    unsafe signal.withUnsafeBufferPointer { signal in
      unsafe output.withUnsafeMutableBufferPointer { output in
        guard let signal = signal.baseAddress, let target = output.baseAddress else { return }
        let (outer, middle) = unsafe weights.pointers(at: place)
        unsafe Kernels.multiplyBanded(
          signal: signal, signalStride: bank.periodInputs, rows: periods, weights: outer, taps: bank.taps,
          middle: bank.middle, middleWeights: middle, scratch: wideRows.pointer, sums: sums.pointer,
          output: target + offset, outputStride: bank.periodOutputs)
      }
    }
    withExtendedLifetime(weights) {}
  }
}
