internal import CVector
public import NetKernels

/// Q = A dY Aᵀ for every tile of one block of 16 channels of one image, through max-pool and ReLU: the adjoint of
/// ``transformOutputPooled``.
///
/// The codes say which of the four inputs of a pooled pixel takes its gradient. Adds the sum of all gradients to
/// `biasGradient`, 16 floats.
@inline(never)
public func adjointOutputPooled(
  _ dy: UnsafePointer<Float>, _ layout: PixelLayout, codes: UnsafePointer<UInt8>,
  tileRows: Int, tileColumns: Int, _ q: UnsafeMutablePointer<Float>, position: Int,
  biasGradient: UnsafeMutablePointer<Float>
) {
  let width = 2 &* tileColumns
  var sum = load(biasGradient)
  var q = q
  var i = 0
  while i < tileRows {
    var j = 0
    while j < tileColumns {
      let source = dy + 2 &* (i &* layout.row + j &* layout.pixel)
      let code = codes + (2 &* i &* width + 2 &* j) &* lanes
      let upperLeft = Unpooled(source, code)
      let upperRight = Unpooled(source + layout.pixel, code + lanes)
      let below = code + width &* lanes
      let lowerLeft = Unpooled(source + layout.row, below)
      let lowerRight = Unpooled(source + layout.row + layout.pixel, below + lanes)
      sum += (upperLeft.sum + upperRight.sum) + (lowerLeft.sum + lowerRight.sum)
      writeGradientTile(
        Four(upperLeft.x0, upperLeft.x2, lowerLeft.x0, lowerLeft.x2),
        Four(upperLeft.x1, upperLeft.x3, lowerLeft.x1, lowerLeft.x3),
        Four(upperRight.x0, upperRight.x2, lowerRight.x0, lowerRight.x2),
        Four(upperRight.x1, upperRight.x3, lowerRight.x1, lowerRight.x3), q, position)
      q += lanes
      j &+= 1
    }
    i &+= 1
  }
  store(sum, biasGradient)
}

/// Q = A dY Aᵀ through a ReLU alone: the gradient counts where the output `y`, in the same layout, is positive.
@inline(never)
public func adjointOutput(
  _ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ layout: PixelLayout,
  tileRows: Int, tileColumns: Int, _ q: UnsafeMutablePointer<Float>, position: Int,
  biasGradient: UnsafeMutablePointer<Float>
) {
  var sum = load(biasGradient)
  var q = q
  var i = 0
  while i < tileRows {
    var j = 0
    while j < tileColumns {
      let offset = 4 &* (i &* layout.row + j &* layout.pixel)
      let c0 = masked(dy + offset, y + offset, layout.row)
      let c1 = masked(dy + offset + layout.pixel, y + offset + layout.pixel, layout.row)
      let c2 = masked(dy + offset + 2 &* layout.pixel, y + offset + 2 &* layout.pixel, layout.row)
      let c3 = masked(dy + offset + 3 &* layout.pixel, y + offset + 3 &* layout.pixel, layout.row)
      sum += (c0.sum + c1.sum) + (c2.sum + c3.sum)
      writeGradientTile(c0, c1, c2, c3, q, position)
      q += lanes
      j &+= 1
    }
    i &+= 1
  }
  store(sum, biasGradient)
}

/// The gradients of the four inputs of a pooled pixel.
struct Unpooled<Element> {
  var x0: Element
  var x1: Element
  var x2: Element
  var x3: Element
}

extension Unpooled where Element == Vector {
  @inline(__always)
  init(_ dy: UnsafePointer<Float>, _ codes: UnsafePointer<UInt8>) {
    let code = UnsafeRawPointer(codes).loadUnaligned(as: SIMD16<UInt8>.self)
    let gradient = load(dy)
    x0 = chosen(isEqual(code, 0), gradient, .zero)
    x1 = chosen(isEqual(code, 1), gradient, .zero)
    x2 = chosen(isEqual(code, 2), gradient, .zero)
    x3 = chosen(isEqual(code, 3), gradient, .zero)
  }

  /// The gradient, or 0 where all inputs were dead: only one of the four is not 0.
  @inline(__always) var sum: Vector { (x0 + x1) + (x2 + x3) }
}

/// A column of four pixels of dY where y is positive.
@inline(__always)
private func masked(_ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ row: Int) -> Four<Vector> {
  Four(
    masked(dy, y), masked(dy + row, y + row), masked(dy + 2 &* row, y + 2 &* row),
    masked(dy + 3 &* row, y + 3 &* row))
}

@inline(__always)
private func masked(_ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Vector {
  chosen(isGreater(load(y), .zero), load(dy), .zero)
}

extension Four where Element == Vector {
  @inline(__always) fileprivate var sum: Vector { (x0 + x1) + (x2 + x3) }
}

/// A dY Aᵀ of a tile given by its four columns.
@inline(__always)
private func writeGradientTile(
  _ column0: Four<Vector>, _ column1: Four<Vector>, _ column2: Four<Vector>, _ column3: Four<Vector>,
  _ q: UnsafeMutablePointer<Float>,
  _ position: Int
) {
  let c0 = column0.outputAdjoint
  let c1 = column1.outputAdjoint
  let c2 = column2.outputAdjoint
  let c3 = column3.outputAdjoint
  Four(c0.x0, c1.x0, c2.x0, c3.x0).outputAdjoint.write(q, stride: position)
  Four(c0.x1, c1.x1, c2.x1, c3.x1).outputAdjoint.write(q + 6 &* position, stride: position)
  Four(c0.x2, c1.x2, c2.x2, c3.x2).outputAdjoint.write(q + 12 &* position, stride: position)
  Four(c0.x3, c1.x3, c2.x3, c3.x3).outputAdjoint.write(q + 18 &* position, stride: position)
  Four(c0.x4, c1.x4, c2.x4, c3.x4).outputAdjoint.write(q + 24 &* position, stride: position)
  Four(c0.x5, c1.x5, c2.x5, c3.x5).outputAdjoint.write(q + 30 &* position, stride: position)
}
