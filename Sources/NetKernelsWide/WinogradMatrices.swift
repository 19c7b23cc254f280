// Winograd's F(4, 3) (Winograd 1980; Lavin and Gray 2016) on the points 0, ±5/8, ±3/2 and infinity.
//
// One output row of four from six inputs and three weights: y = Aᵀ[(G g) ⊙ (Bᵀ d)]. With a = 5/8, b = 3/2:
//
//   Aᵀ = ⎡1 1  1  1  1  0⎤   Bᵀ = ⎡a²b²    0   −(a²+b²)     0    1 0⎤   G = ⎡1/(a²b²)    0      0   ⎤
//        ⎢0 a −a  b −b  0⎥        ⎢  0   −ab²     −b²       a    1 0⎥       ⎢  1/N    a/N    a²/N  ⎥
//        ⎢0 a² a² b² b² 0⎥        ⎢  0    ab²     −b²      −a    1 0⎥       ⎢  1/N   −a/N    a²/N  ⎥
//        ⎣0 a³−a³ b³−b³ 1⎦        ⎢  0   −a²b     −a²       b    1 0⎥       ⎢  1/K    b/K    b²/K  ⎥
//                                 ⎢  0    a²b     −a²      −b    1 0⎥       ⎢  1/K   −b/K    b²/K  ⎥
//                                 ⎣  0   a²b²      0    −(a²+b²) 0 1⎦       ⎣   0      0      1    ⎦
//
// N = 2a²(a² − b²), K = 2b²(b² − a²). These points halve the rounding error of the usual 0, ±1, ±2.
// Backward is the adjoint of each map: A, B and Gᵀ.

private let a: Float = 0.625
private let b: Float = 1.5
private let a2: Float = 0.390625
private let b2: Float = 2.25
private let a3: Float = 0.244140625
private let b3: Float = 3.375
private let sum2: Float = 2.640625
private let product2: Float = 0.87890625
private let ab2: Float = 1.40625
private let a2b: Float = 0.5859375

/// Three values of a line. (Generic so that no function to copy it, compiled for this vector unit, comes into being.)
struct Three<Element> {
  var x0: Element
  var x1: Element
  var x2: Element
}

extension Three where Element == Vector {
  @inline(__always)
  init(_ x0: Vector, _ x1: Vector, _ x2: Vector) {
    self.x0 = x0
    self.x1 = x1
    self.x2 = x2
  }

  /// G g.
  @inline(__always) var kernelTransformed: Six<Vector> {
    let n = Vector(repeating: 1 / -1.45263671875)
    let k = Vector(repeating: 1 / 8.3671875)
    let evenA = fused(a2, x2, x0) * n
    let oddA = x1 * Vector(repeating: a) * n
    let evenB = fused(b2, x2, x0) * k
    let oddB = x1 * Vector(repeating: b) * k
    return Six(
      x0 * Vector(repeating: 1 / 0.87890625), evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, x2)
  }
}

/// Four values of a line.
struct Four<Element> {
  var x0: Element
  var x1: Element
  var x2: Element
  var x3: Element
}

extension Four where Element == Vector {
  @inline(__always)
  init(_ x0: Vector, _ x1: Vector, _ x2: Vector, _ x3: Vector) {
    self.x0 = x0
    self.x1 = x1
    self.x2 = x2
    self.x3 = x3
  }

  /// A y.
  @inline(__always) var outputAdjoint: Six<Vector> {
    let evenA = fused(a2, x2, x0)
    let oddA = fused(a3, x3, x1 * Vector(repeating: a))
    let evenB = fused(b2, x2, x0)
    let oddB = fused(b3, x3, x1 * Vector(repeating: b))
    return Six(x0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, x3)
  }
}

/// Six values of a line.
struct Six<Element> {
  var x0: Element
  var x1: Element
  var x2: Element
  var x3: Element
  var x4: Element
  var x5: Element
}

extension Six where Element == Vector {
  @inline(__always)
  init(_ x0: Vector, _ x1: Vector, _ x2: Vector, _ x3: Vector, _ x4: Vector, _ x5: Vector) {
    self.x0 = x0
    self.x1 = x1
    self.x2 = x2
    self.x3 = x3
    self.x4 = x4
    self.x5 = x5
  }

  /// Six vectors `stride` floats apart.
  @inline(__always)
  init(_ address: UnsafePointer<Float>, stride: Int) {
    self.init(
      load(address), load(address + stride), load(address + 2 &* stride), load(address + 3 &* stride),
      load(address + 4 &* stride), load(address + 5 &* stride))
  }

  @inline(__always)
  func write(_ address: UnsafeMutablePointer<Float>, stride: Int) {
    store(x0, address)
    store(x1, address + stride)
    store(x2, address + 2 &* stride)
    store(x3, address + 3 &* stride)
    store(x4, address + 4 &* stride)
    store(x5, address + 5 &* stride)
  }

  /// Bᵀ d.
  @inline(__always) var inputTransformed: Six<Vector> {
    let evenA = fused(-b2, x2, x4)
    let oddA = fused(-b2, x1, x3)
    let evenB = fused(-a2, x2, x4)
    let oddB = fused(-a2, x1, x3)
    return Six(
      fused(product2, x0, fused(-sum2, x2, x4)),
      fused(a, oddA, evenA), fused(-a, oddA, evenA),
      fused(b, oddB, evenB), fused(-b, oddB, evenB),
      fused(product2, x1, fused(-sum2, x3, x5)))
  }

  /// B t.
  @inline(__always) var inputAdjoint: Six<Vector> {
    let evenA = x1 + x2
    let oddA = x1 - x2
    let evenB = x3 + x4
    let oddB = x3 - x4
    return Six(
      x0 * Vector(repeating: product2),
      fused(product2, x5, fused(-ab2, oddA, oddB * Vector(repeating: -a2b))),
      fused(-sum2, x0, fused(-b2, evenA, evenB * Vector(repeating: -a2))),
      fused(-sum2, x5, fused(a, oddA, oddB * Vector(repeating: b))),
      x0 + (evenA + evenB),
      x5)
  }

  /// Aᵀ m.
  @inline(__always) var outputTransformed: Four<Vector> {
    let evenA = x1 + x2
    let oddA = x1 - x2
    let evenB = x3 + x4
    let oddB = x3 - x4
    return Four(
      x0 + (evenA + evenB),
      fused(b, oddB, oddA * Vector(repeating: a)),
      fused(b2, evenB, evenA * Vector(repeating: a2)),
      fused(b3, oddB, fused(a3, oddA, x5)))
  }

  /// Gᵀ u.
  @inline(__always) var kernelAdjoint: Three<Vector> {
    let n = Vector(repeating: 1 / -1.45263671875)
    let k = Vector(repeating: 1 / 8.3671875)
    let evenA = (x1 + x2) * n
    let oddA = (x1 - x2) * n
    let evenB = (x3 + x4) * k
    let oddB = (x3 - x4) * k
    return Three(
      fused(1 / 0.87890625, x0, evenA + evenB),
      fused(b, oddB, oddA * Vector(repeating: a)),
      fused(b2, evenB, fused(a2, evenA, x5)))
  }
}
