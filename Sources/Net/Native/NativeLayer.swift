internal import NetKernels

/// A layer of a native plan, with its parameters in its own layout.
protocol NativeLayer: AnyObject {
  /// Where its time goes.
  var clock: StageClock { get }

  /// Computes the output tensor from the input tensor.
  func forward(count: Int)

  /// Computes the input's gradient, if it is needed, and the parameters' gradient, if they are trained.
  ///
  /// With `factors` the parameters are updated as well; without, the gradient is kept or can be computed again by
  /// ``update(_:count:)``, and its sum of squares is returned.
  func backward(count: Int, factors: LayerFactors?) -> Double

  /// Updates the parameters after a ``backward(count:factors:)`` without factors.
  func update(_ factors: LayerFactors, count: Int)

  /// Loads a slot of the weights (`[…, in, out]`, row-major) or of the biases.
  func load(_ values: UnsafePointer<Float>, _ slot: Slot, isBias: Bool)

  /// The inverse of ``load(_:_:isBias:)``.
  func read(_ values: UnsafeMutablePointer<Float>, _ slot: Slot, isBias: Bool)
}

/// The factors of one optimizer step for one layer: biases do not decay.
struct LayerFactors {
  let weights: AdamFactors
  let biases: AdamFactors

  init(_ update: AdamUpdate, step: Int, layer: Int, gradientScale: Float) {
    let step = update.step(step, ofLayer: layer)
    let beta1Power = power(Double(update.beta1), step)
    let beta2Power = power(Double(update.beta2), step)
    let rate = Double(update.learningRate) * Double(update.layerScales?[layer] ?? 1)
    let correction = (1 - beta2Power).squareRoot() / (1 - beta1Power)
    // The padding has zero moments; an ε of 0 must not make it 0/0.
    let epsilon = max(update.epsilon, .leastNormalMagnitude)
    func factors(decay: Double) -> AdamFactors {
      AdamFactors(
        gradientScale: gradientScale, beta1: update.beta1, beta2: update.beta2,
        rate: Float(rate * correction), epsilon: epsilon, keep: Float(1 - decay))
    }
    weights = factors(decay: rate * Double(update.weightDecay))
    biases = factors(decay: 0)
  }
}

/// base^exponent by squaring.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var factor = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}
