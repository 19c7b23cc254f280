#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Sigmoid cross-entropy of one example, summed over its classes, and its gradient.
///
/// max(x, 0) − x·t + log(1 + e^−|x|) does not overflow for any finite x.
///
/// - Parameters:
///   - logits: `classes` values.
///   - targets: `classes` values in [0, 1].
///   - scale: what the gradient is multiplied by: 1 over the number of terms in the mean.
///   - gradient: `classes` values; overwritten with scale · (σ(x) − t).
/// - Returns: the sum of the terms, not scaled.
public func sigmoidCrossEntropy(
  _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, classes: Int, scale: Double,
  gradient: UnsafeMutablePointer<Float>
) -> Double {
  var loss = 0.0
  for index in 0..<classes {
    let logit = Double(logits[index])
    let target = Double(targets[index])
    let decay = exp(-abs(logit))
    loss += (logit > 0 ? logit : 0) - logit * target + log1p(decay)
    let probability = (logit >= 0 ? 1 : decay) / (1 + decay)
    gradient[index] = Float(scale * (probability - target))
  }
  return loss
}

/// Softmax cross-entropy of one example and its gradient.
///
/// - Parameters:
///   - logits: `classes` values.
///   - targets: `classes` values.
///   - scale: what the gradient is multiplied by: 1 over the batch size.
///   - gradient: `classes` values; overwritten with scale · (Σt · p − t).
/// - Returns: Σ t · (log Σ eˣ − x), not scaled.
public func softmaxCrossEntropy(
  _ logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, classes: Int, scale: Double,
  gradient: UnsafeMutablePointer<Float>
) -> Double {
  var largest = Double(logits[0])
  for index in 1..<max(classes, 1) where Double(logits[index]) > largest { largest = Double(logits[index]) }
  var total = 0.0
  var weight = 0.0
  for index in 0..<classes {
    total += exp(Double(logits[index]) - largest)
    weight += Double(targets[index])
  }
  let logTotal = log(total)
  var loss = 0.0
  for index in 0..<classes {
    let distance = Double(logits[index]) - largest
    let target = Double(targets[index])
    loss += target * (logTotal - distance)
    gradient[index] = Float(scale * (weight * exp(distance) / total - target))
  }
  return loss
}
