internal import CVector
public import NetKernels

/// The code of a pooled value of which all four inputs were at most 0: no gradient flows.
let deadCode: Int32 = 4

/// relu(Aᵀ M A + bias), and its 2×2 max-pool, for every tile of one block of 16 channels of one image.
///
/// Tile t's 36 vectors are at `m + t · 16 + ξ · position`. The pooled pixel (i, j) gets the largest of its four
/// inputs and one byte a channel at `codes + (i · width + j) · 16`: which input it was (0 to 3, row-major, the first
/// of equals), or 4 if none was positive.
@inline(never)
public func transformOutputPooled(
  _ m: UnsafePointer<Float>, position: Int, tileRows: Int, tileColumns: Int,
  bias: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ layout: PixelLayout,
  codes: UnsafeMutablePointer<UInt8>
) {
  let bias = load(bias)
  let width = 2 &* tileColumns
  var m = m
  var i = 0
  while i < tileRows {
    var j = 0
    while j < tileColumns {
      let tile = OutputTile(m, position: position)
      let target = y + 2 &* (i &* layout.row + j &* layout.pixel)
      let code = codes + (2 &* i &* width + 2 &* j) &* lanes
      pool(tile.row0.x0, tile.row0.x1, tile.row1.x0, tile.row1.x1, bias, target, code)
      pool(tile.row0.x2, tile.row0.x3, tile.row1.x2, tile.row1.x3, bias, target + layout.pixel, code + lanes)
      let below = code + width &* lanes
      pool(tile.row2.x0, tile.row2.x1, tile.row3.x0, tile.row3.x1, bias, target + layout.row, below)
      pool(
        tile.row2.x2, tile.row2.x3, tile.row3.x2, tile.row3.x3, bias, target + layout.row + layout.pixel,
        below + lanes)
      m += lanes
      j &+= 1
    }
    i &+= 1
  }
}

/// relu(Aᵀ M A + bias) for every tile of one block of 16 channels of one image; see ``transformOutputPooled``.
@inline(never)
public func transformOutput(
  _ m: UnsafePointer<Float>, position: Int, tileRows: Int, tileColumns: Int,
  bias: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ layout: PixelLayout
) {
  let bias = load(bias)
  var m = m
  var i = 0
  while i < tileRows {
    var j = 0
    while j < tileColumns {
      let tile = OutputTile(m, position: position)
      let target = y + 4 &* (i &* layout.row + j &* layout.pixel)
      tile.row0.writeRectified(bias, target, layout.pixel)
      tile.row1.writeRectified(bias, target + layout.row, layout.pixel)
      tile.row2.writeRectified(bias, target + 2 &* layout.row, layout.pixel)
      tile.row3.writeRectified(bias, target + 3 &* layout.row, layout.pixel)
      m += lanes
      j &+= 1
    }
    i &+= 1
  }
}

/// Aᵀ M A of one tile.
private struct OutputTile {
  var row0: Four<Vector>
  var row1: Four<Vector>
  var row2: Four<Vector>
  var row3: Four<Vector>

  @inline(__always)
  init(_ m: UnsafePointer<Float>, position: Int) {
    let c0 = Six(m, stride: 6 &* position).outputTransformed
    let c1 = Six(m + position, stride: 6 &* position).outputTransformed
    let c2 = Six(m + 2 &* position, stride: 6 &* position).outputTransformed
    let c3 = Six(m + 3 &* position, stride: 6 &* position).outputTransformed
    let c4 = Six(m + 4 &* position, stride: 6 &* position).outputTransformed
    let c5 = Six(m + 5 &* position, stride: 6 &* position).outputTransformed
    row0 = Six(c0.x0, c1.x0, c2.x0, c3.x0, c4.x0, c5.x0).outputTransformed
    row1 = Six(c0.x1, c1.x1, c2.x1, c3.x1, c4.x1, c5.x1).outputTransformed
    row2 = Six(c0.x2, c1.x2, c2.x2, c3.x2, c4.x2, c5.x2).outputTransformed
    row3 = Six(c0.x3, c1.x3, c2.x3, c3.x3, c4.x3, c5.x3).outputTransformed
  }
}

extension Four where Element == Vector {
  @inline(__always)
  fileprivate func writeRectified(_ bias: Vector, _ y: UnsafeMutablePointer<Float>, _ pixel: Int) {
    store(rectified(x0 + bias), y)
    store(rectified(x1 + bias), y + pixel)
    store(rectified(x2 + bias), y + 2 &* pixel)
    store(rectified(x3 + bias), y + 3 &* pixel)
  }
}

/// max(0, x), keeping NaN.
@inline(__always)
func rectified(_ x: Vector) -> Vector { chosen(isAtMost(x, .zero), .zero, x) }

/// The largest of four sums, with the bias added behind the choice (adding is monotonic), and its code.
@inline(__always)
func pool(
  _ x0: Vector, _ x1: Vector, _ x2: Vector, _ x3: Vector, _ bias: Vector, _ y: UnsafeMutablePointer<Float>,
  _ codes: UnsafeMutablePointer<UInt8>
) {
  let isSecond = isGreater(x1, x0)
  var best = chosen(isSecond, x1, x0)
  var code = chosenWords(isSecond, Words(repeating: 1), .zero)
  let isThird = isGreater(x2, best)
  best = chosen(isThird, x2, best)
  code = chosenWords(isThird, Words(repeating: 2), code)
  let isFourth = isGreater(x3, best)
  best = chosen(isFourth, x3, best) + bias
  code = chosenWords(isFourth, Words(repeating: 3), code)
  let isDead = isAtMost(best, .zero)
  store(chosen(isDead, .zero, best), y)
  code = chosenWords(isDead, Words(repeating: deadCode), code)
  UnsafeMutableRawPointer(codes).storeBytes(of: lowBytes(code), as: SIMD16<UInt8>.self)
}
