internal import CVector
public import NetKernels

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension LossRow {
  /// Calls `body` with each block's logits, targets (0 behind the last class) and the mask of its classes.
  @inline(__always)
  fileprivate func forEachBlock(_ body: (_ offset: Int, Vector, _ targets: Vector, _ isClass: Words) -> Void)
  {
    var first = 0
    var offset = 0
    while first < classes {
      let count = classes &- first
      if count >= lanes {
        body(offset, load(logits + offset), load(targets + first), Words(repeating: -1))
      } else {
        var part = Vector.zero
        var isClass = Words.zero
        var lane = 0
        while lane < count {
          part[lane] = targets[first &+ lane]
          isClass[lane] = -1
          lane &+= 1
        }
        body(offset, load(logits + offset), part, isClass)
      }
      first &+= lanes
      offset &+= blockStride
    }
  }
}

/// Sigmoid cross-entropy of one example, summed over its classes, and its gradient: scale · (σ(x) − t).
///
/// As the plain form in double precision, with terms in single precision: their error is some 10⁻⁷ of a term.
@inline(never)
public func sigmoidCrossEntropy(_ row: LossRow) -> Double {
  var sum = Vector.zero
  let one = Vector(repeating: 1)
  row.forEachBlock { offset, x, target, isClass in
    let isPositive = isGreater(x, .zero)
    let decay = exponential(chosen(isPositive, Vector.zero - x, x))
    let positive = chosen(isPositive, x, .zero)
    let term = positive - x * target + logarithm(onePlus: decay)
    sum += chosen(isClass, term, .zero)
    let probability = chosen(isPositive, one, decay) / (one + decay)
    store(
      chosen(isClass, (probability - target) * Vector(repeating: row.scale), .zero), row.gradient + offset)
  }
  return total(sum)
}

/// Softmax cross-entropy of one example, Σ t · (log Σ eˣ − x), and its gradient: scale · (Σt · p − t).
@inline(never)
public func softmaxCrossEntropy(_ row: LossRow) -> Double {
  var largest = Vector(repeating: -.infinity)
  var weights = Vector.zero
  row.forEachBlock { _, x, target, isClass in
    let x = chosen(isClass, x, largest)
    largest = chosen(isGreater(x, largest), x, largest)
    weights += target
  }
  var maximum = largest[0]
  var lane = 1
  while lane < lanes {
    if largest[lane] > maximum { maximum = largest[lane] }
    lane &+= 1
  }
  var sums = Vector.zero
  var products = Vector.zero
  row.forEachBlock { offset, x, target, isClass in
    let distance = x - Vector(repeating: maximum)
    let power = chosen(isClass, exponential(distance), .zero)
    sums += power
    products += chosen(isClass, distance * target, .zero)
    store(power, row.gradient + offset)
  }
  let weight = total(weights)
  let sum = total(sums)
  let factor = Vector(repeating: Float(weight / sum))
  row.forEachBlock { offset, _, target, isClass in
    let gradient = fused(load(row.gradient + offset), factor, Vector.zero - target)
    store(chosen(isClass, gradient * Vector(repeating: row.scale), .zero), row.gradient + offset)
  }
  return weight * log(sum) - total(products)
}

/// The sum of the lanes in double precision.
@inline(__always)
private func total(_ vector: Vector) -> Double {
  var sum = 0.0
  var lane = 0
  while lane < lanes {
    sum += Double(vector[lane])
    lane &+= 1
  }
  return sum
}

/// eˣ for x ≤ 0, within 2 · 10⁻⁷; e⁻⁸⁷ for anything below −87.
///
/// x = n · ln 2 + r with |r| ≤ ln 2 / 2; eʳ by its Taylor polynomial of degree 7, whose rest is 5 · 10⁻⁹.
@inline(__always)
private func exponential(_ x: Vector) -> Vector {
  let lowest = Vector(repeating: -87)
  let x = chosen(isGreater(lowest, x), lowest, x)
  let exponent = roundedToEven(x * Vector(repeating: 1.442_695_04))
  // ln 2 in two parts, the first with zeros at its end, so that its product with n is exact.
  let r = fused(2.121_944_4e-4, exponent, fused(-0.693_359_375, exponent, x))
  var sum = Vector(repeating: 1 / 5040)
  sum = fused(sum, r, Vector(repeating: 1 / 720))
  sum = fused(sum, r, Vector(repeating: 1 / 120))
  sum = fused(sum, r, Vector(repeating: 1 / 24))
  sum = fused(sum, r, Vector(repeating: 1 / 6))
  sum = fused(sum, r, Vector(repeating: 1 / 2))
  sum = fused(sum, r, Vector(repeating: 1))
  sum = fused(sum, r, Vector(repeating: 1))
  return timesPowerOfTwo(sum, exponent)
}

/// ln(1 + x) for 0 ≤ x ≤ 1, within 2 · 10⁻⁷: 2 · artanh(x / (2 + x)) by its series, whose rest is 2 · 10⁻⁸.
@inline(__always)
private func logarithm(onePlus x: Vector) -> Vector {
  let s = x / (Vector(repeating: 2) + x)
  let square = s * s
  var sum = Vector(repeating: 1 / 13)
  sum = fused(sum, square, Vector(repeating: 1 / 11))
  sum = fused(sum, square, Vector(repeating: 1 / 9))
  sum = fused(sum, square, Vector(repeating: 1 / 7))
  sum = fused(sum, square, Vector(repeating: 1 / 5))
  sum = fused(sum, square, Vector(repeating: 1 / 3))
  sum = fused(sum, square, Vector(repeating: 1))
  return sum * (s + s)
}
