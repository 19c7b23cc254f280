#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Focal sigmoid cross-entropy of one example, summed over its classes, and its gradient (Lin et al. 2017).
///
/// t · (1 − p)ᵞ · (−ln p) + (1 − t) · pᵞ · (−ln(1 − p)) with p = σ(x): linear in the target, so that soft ones are mixtures
/// of hard ones. Parameters and result as in ``sigmoidCrossEntropy(_:targets:classes:scale:gradient:)``, which it equals
/// for γ = 0.
///
/// - Parameter gamma: γ ≥ 0.
public func focalSigmoidCrossEntropy(
  _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, classes: Int, gamma: Double,
  scale: Double, gradient: UnsafeMutablePointer<Float>
) -> Double {
  var loss = 0.0
  for index in 0..<classes {
    let logit = Double(logits[index])
    let target = Double(targets[index])
    let decay = exp(-abs(logit))
    let (larger, smaller) = (1 / (1 + decay), decay / (1 + decay))
    let (present, absent) = logit >= 0 ? (larger, smaller) : (smaller, larger)
    let tail = log1p(decay)
    // −ln p and −ln(1 − p).
    let (presentCost, absentCost) = ((logit < 0 ? -logit : 0) + tail, (logit > 0 ? logit : 0) + tail)
    let (missed, invented) = (pow(absent, gamma), pow(present, gamma))
    loss += target * missed * presentCost + (1 - target) * invented * absentCost
    let slope =
      (1 - target) * invented * (gamma * absent * absentCost + present)
      - target * missed * (gamma * present * presentCost + absent)
    gradient[index] = Float(scale * slope)
  }
  return loss
}

/// Focal softmax cross-entropy of one example and its gradient: Σ t · (1 − p)ᵞ · (−ln p) (Lin et al. 2017).
///
/// Parameters and result as in ``softmaxCrossEntropy(_:targets:classes:scale:gradient:)``, which it equals for γ = 0.
/// Takes time proportional to `classes` for each target that is not 0.
///
/// - Parameter gamma: γ ≥ 0.
public func focalSoftmaxCrossEntropy(
  _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, classes: Int, gamma: Double,
  scale: Double, gradient: UnsafeMutablePointer<Float>
) -> Double {
  var largest = Double(logits[0])
  for index in 1..<max(classes, 1) where Double(logits[index]) > largest { largest = Double(logits[index]) }
  var total = 0.0
  for index in 0..<classes { total += exp(Double(logits[index]) - largest) }
  var loss = 0.0
  // Σ t · ∂f/∂p · p over the classes, which every class's gradient takes its share of.
  var shared = 0.0
  for index in 0..<classes where targets[index] != 0 {
    let slope = focalSlope(logits, index, classes: classes, largest: largest, gamma: gamma)
    loss += Double(targets[index]) * slope.loss
    shared += Double(targets[index]) * slope.slope
  }
  for index in 0..<classes {
    let probability = exp(Double(logits[index]) - largest) / total
    var slope = -probability * shared
    if targets[index] != 0 {
      slope +=
        Double(targets[index])
        * focalSlope(logits, index, classes: classes, largest: largest, gamma: gamma).slope
    }
    gradient[index] = Float(scale * slope)
  }
  return loss
}

/// (1 − p)ᵞ · (−ln p) of a class and its derivative by p times p; 1 − p from the other classes, so that it is exact near 0.
private func focalSlope(
  _ logits: UnsafePointer<Float>, _ index: Int, classes: Int, largest: Double, gamma: Double
) -> (loss: Double, slope: Double) {
  let own = Double(logits[index]) - largest
  var others = 0.0
  for other in 0..<classes where other != index { others += exp(Double(logits[other]) - largest) }
  let total = exp(own) + others
  let absent = others / total
  let cost = others < exp(own) ? log1p(others / exp(own)) : log(total) - own
  guard absent > 0 else { return (gamma == 0 ? cost : 0, gamma == 0 ? -1 : 0) }
  let factor = pow(absent, gamma)
  return (factor * cost, -factor * (gamma * (exp(own) / total) * cost / absent + 1))
}
