/// V = Bᵀ d B for every tile of one block of 16 channels of one image.
///
/// Tile (i, j) reads the 6×6 pixels from (4i, 4j) on of an image with a border of one pixel and writes its 36
/// vectors at `v + t · 16 + ξ · position`, t = i · columns + j, ξ row-major.
///
/// - Parameters:
///   - x: the top left pixel of the border; pixels are 16 floats apart, rows `rowStride`.
///   - tileRows, tileColumns: a quarter of the image's height and width.
@inline(never)
public func transformInput(
  _ x: UnsafePointer<Float>, rowStride: Int, tileRows: Int, tileColumns: Int,
  _ v: UnsafeMutablePointer<Float>, position: Int
) {
  var v = v
  var i = 0
  while i < tileRows {
    var j = 0
    while j < tileColumns {
      let d = x + (4 &* i &* rowStride + 64 &* j)
      let c0 = Six(d, stride: rowStride).inputTransformed
      let c1 = Six(d + 16, stride: rowStride).inputTransformed
      let c2 = Six(d + 32, stride: rowStride).inputTransformed
      let c3 = Six(d + 48, stride: rowStride).inputTransformed
      let c4 = Six(d + 64, stride: rowStride).inputTransformed
      let c5 = Six(d + 80, stride: rowStride).inputTransformed
      Six(c0.x0, c1.x0, c2.x0, c3.x0, c4.x0, c5.x0).inputTransformed.write(v, stride: position)
      Six(c0.x1, c1.x1, c2.x1, c3.x1, c4.x1, c5.x1).inputTransformed
        .write(v + 6 &* position, stride: position)
      Six(c0.x2, c1.x2, c2.x2, c3.x2, c4.x2, c5.x2).inputTransformed
        .write(v + 12 &* position, stride: position)
      Six(c0.x3, c1.x3, c2.x3, c3.x3, c4.x3, c5.x3).inputTransformed
        .write(v + 18 &* position, stride: position)
      Six(c0.x4, c1.x4, c2.x4, c3.x4, c4.x4, c5.x4).inputTransformed
        .write(v + 24 &* position, stride: position)
      Six(c0.x5, c1.x5, c2.x5, c3.x5, c4.x5, c5.x5).inputTransformed
        .write(v + 30 &* position, stride: position)
      v += lanes
      j &+= 1
    }
    i &+= 1
  }
}

/// dX = Σ over tiles of B · dV · Bᵀ for one block of 16 channels of one image: the adjoint of ``transformInput``.
///
/// Overwrites the image with its border, `4 · tileRows + 2` rows of `rowStride` floats. Tiles overlap by two pixels
/// and are added in row-major order. The border receives what flows out of the image; nobody reads it.
@inline(never)
public func adjointInput(
  _ dv: UnsafePointer<Float>, position: Int, tileRows: Int, tileColumns: Int,
  _ dx: UnsafeMutablePointer<Float>, rowStride: Int
) {
  dx.update(repeating: 0, count: (4 &* tileRows &+ 2) &* rowStride)
  var dv = dv
  var i = 0
  while i < tileRows {
    var j = 0
    while j < tileColumns {
      let target = dx + (4 &* i &* rowStride + 64 &* j)
      let c0 = Six(dv, stride: 6 &* position).inputAdjoint
      let c1 = Six(dv + position, stride: 6 &* position).inputAdjoint
      let c2 = Six(dv + 2 &* position, stride: 6 &* position).inputAdjoint
      let c3 = Six(dv + 3 &* position, stride: 6 &* position).inputAdjoint
      let c4 = Six(dv + 4 &* position, stride: 6 &* position).inputAdjoint
      let c5 = Six(dv + 5 &* position, stride: 6 &* position).inputAdjoint
      Six(c0.x0, c1.x0, c2.x0, c3.x0, c4.x0, c5.x0).inputAdjoint.add(to: target)
      Six(c0.x1, c1.x1, c2.x1, c3.x1, c4.x1, c5.x1).inputAdjoint.add(to: target + rowStride)
      Six(c0.x2, c1.x2, c2.x2, c3.x2, c4.x2, c5.x2).inputAdjoint.add(to: target + 2 &* rowStride)
      Six(c0.x3, c1.x3, c2.x3, c3.x3, c4.x3, c5.x3).inputAdjoint.add(to: target + 3 &* rowStride)
      Six(c0.x4, c1.x4, c2.x4, c3.x4, c4.x4, c5.x4).inputAdjoint.add(to: target + 4 &* rowStride)
      Six(c0.x5, c1.x5, c2.x5, c3.x5, c4.x5, c5.x5).inputAdjoint.add(to: target + 5 &* rowStride)
      dv += lanes
      j &+= 1
    }
    i &+= 1
  }
}

extension Six where Element == Vector {
  /// Adds six neighbouring pixels.
  @inline(__always)
  fileprivate func add(to pixels: UnsafeMutablePointer<Float>) {
    store(load(pixels) + x0, pixels)
    store(load(pixels + 16) + x1, pixels + 16)
    store(load(pixels + 32) + x2, pixels + 32)
    store(load(pixels + 48) + x3, pixels + 48)
    store(load(pixels + 64) + x4, pixels + 64)
    store(load(pixels + 80) + x5, pixels + 80)
  }
}
