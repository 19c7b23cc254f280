internal import NetKernels

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One Adam step over all trained parameters, in chunks that depend on the network alone.
final class AdamOptimizer {
  private struct Chunk {
    let parameter: ParameterMemory
    let training: ParameterMemory.Training
    let range: Range<Int>
  }

  private static let chunkLength = 65536

  private let chunks: [Chunk]
  private let squares: Workspace<Double>
  private let pool: ThreadPool

  init(_ parameters: [ParameterMemory], pool: ThreadPool) throws(NetError) {
    chunks = parameters.flatMap { parameter -> [Chunk] in
      guard let training = parameter.training else { return [] }
      let blocks = Blocks(parameter.shape.count, by: Self.chunkLength)
      return (0..<blocks.count).map { Chunk(parameter: parameter, training: training, range: blocks[$0]) }
    }
    squares = try Workspace(count: chunks.count)
    self.pool = pool
  }

  /// The step with number `step`, from 1 on.
  func apply(_ update: AdamUpdate, step: Int) {
    let gradientScale = update.maximumGradientNorm.map(self.gradientScale) ?? 1
    pool.run(chunks.count) { task, _ in
      let chunk = chunks[task]
      let age = Double(update.step(step, ofLayer: chunk.parameter.layerIndex))
      let correction =
        (1 - pow(Double(update.beta2), age)).squareRoot() / (1 - pow(Double(update.beta1), age))
      let rate = Double(update.learningRate) * Double(update.layerScales?[chunk.parameter.layerIndex] ?? 1)
      let decay = chunk.parameter.isDecayed ? rate * Double(update.weightDecay) : 0
      let factors = AdamFactors(
        gradientScale: gradientScale, beta1: update.beta1, beta2: update.beta2,
        rate: Float(rate * correction), epsilon: update.epsilon, keep: Float(1 - decay))
      let first = chunk.range.lowerBound
      unsafe adamStep(
        values: chunk.parameter.value[first], firstMoment: chunk.training.firstMoment[first],
        secondMoment: chunk.training.secondMoment[first], gradient: chunk.training.gradient[first],
        count: chunk.range.count, factors)
    }
  }

  /// What brings the norm of the gradient down to `largest`; 1 if it is not above.
  private func gradientScale(_ largest: Float) -> Float {
    pool.run(chunks.count) { task, _ in
      let chunk = chunks[task]
      unsafe squares.base[task] = sumOfSquares(
        chunk.training.gradient[chunk.range.lowerBound], count: chunk.range.count)
    }
    var total = 0.0
    for index in 0..<chunks.count { unsafe total += squares.base[index] }
    let norm = total.squareRoot()
    return norm > Double(largest) ? Float(Double(largest) / norm) : 1
  }
}
