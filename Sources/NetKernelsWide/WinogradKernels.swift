internal import CVector

/// U = G g Gᵀ for 16 vectors of 16 filters: 16 input channels, say, of the same 16 filters.
///
/// - Parameters:
///   - g: vector (tap, r) at `g + tap · tapStride + r · rowStride`, taps 0 to 8 row-major, r from 0 to 15.
///   - u: vector (ξ, r) at `u + ξ · position + r · 32`, a multiple of 64 bytes: they go past the caches.
@inline(never)
public func transformKernels(
  _ g: UnsafePointer<Float>, tapStride: Int, rowStride: Int, _ u: UnsafeMutablePointer<Float>, position: Int
) {
  var r = 0
  while r < lanes {
    let source = g + r &* rowStride
    let c0 = column(source, tapStride).kernelTransformed
    let c1 = column(source + tapStride, tapStride).kernelTransformed
    let c2 = column(source + 2 &* tapStride, tapStride).kernelTransformed
    let target = u + r &* 32
    Three(c0.x0, c1.x0, c2.x0).kernelTransformed.writePast(target, stride: position)
    Three(c0.x1, c1.x1, c2.x1).kernelTransformed.writePast(target + 6 &* position, stride: position)
    Three(c0.x2, c1.x2, c2.x2).kernelTransformed.writePast(target + 12 &* position, stride: position)
    Three(c0.x3, c1.x3, c2.x3).kernelTransformed.writePast(target + 18 &* position, stride: position)
    Three(c0.x4, c1.x4, c2.x4).kernelTransformed.writePast(target + 24 &* position, stride: position)
    Three(c0.x5, c1.x5, c2.x5).kernelTransformed.writePast(target + 30 &* position, stride: position)
    r &+= 1
  }
}

/// dg = Gᵀ dU G for 16 vectors: the adjoint of ``transformKernels``, with U's vector (ξ, r) at
/// `du + ξ · position + r · rowStride` and the result at `g + tap · 256 + r · 16`.
@inline(never)
public func adjointKernels(
  _ du: UnsafePointer<Float>, position: Int, rowStride: Int, _ g: UnsafeMutablePointer<Float>
) {
  var r = 0
  while r < lanes {
    let source = du + r &* rowStride
    let c0 = Six(source, stride: 6 &* position).kernelAdjoint
    let c1 = Six(source + position, stride: 6 &* position).kernelAdjoint
    let c2 = Six(source + 2 &* position, stride: 6 &* position).kernelAdjoint
    let c3 = Six(source + 3 &* position, stride: 6 &* position).kernelAdjoint
    let c4 = Six(source + 4 &* position, stride: 6 &* position).kernelAdjoint
    let c5 = Six(source + 5 &* position, stride: 6 &* position).kernelAdjoint
    let target = g + r &* lanes
    Six(c0.x0, c1.x0, c2.x0, c3.x0, c4.x0, c5.x0).kernelAdjoint.write(target)
    Six(c0.x1, c1.x1, c2.x1, c3.x1, c4.x1, c5.x1).kernelAdjoint.write(target + 3 &* 256)
    Six(c0.x2, c1.x2, c2.x2, c3.x2, c4.x2, c5.x2).kernelAdjoint.write(target + 6 &* 256)
    r &+= 1
  }
}

/// Transposes `taps` blocks of 16 × 16 floats: rows `rowStride` apart in, 16 apart out; blocks `tapStride` and 256.
@inline(never)
public func transposeBlocks(
  _ g: UnsafePointer<Float>, tapStride: Int, rowStride: Int, taps: Int,
  _ transposed: UnsafeMutablePointer<Float>
) {
  var tap = 0
  while tap < taps {
    var r = 0
    while r < lanes {
      let row = load(g + tap &* tapStride + r &* rowStride)
      let target = transposed + tap &* 256 + r
      var column = 0
      while column < lanes {
        target[column &* lanes] = row[column]
        column &+= 1
      }
      r &+= 1
    }
    tap &+= 1
  }
}

/// A column of a 3×3 kernel.
@inline(__always)
private func column(_ g: UnsafePointer<Float>, _ tapStride: Int) -> Three<Vector> {
  Three(load(g), load(g + 3 &* tapStride), load(g + 6 &* tapStride))
}

extension Three where Element == Vector {
  /// A row of a 3×3 gradient: taps 256 floats apart.
  @inline(__always)
  fileprivate func write(_ g: UnsafeMutablePointer<Float>) {
    store(x0, g)
    store(x1, g + 256)
    store(x2, g + 512)
  }
}

extension Six where Element == Vector {
  /// Six vectors `stride` floats apart, past the caches.
  @inline(__always)
  fileprivate func writePast(_ address: UnsafeMutablePointer<Float>, stride: Int) {
    storePast(x0, address)
    storePast(x1, address + stride)
    storePast(x2, address + 2 &* stride)
    storePast(x3, address + 3 &* stride)
    storePast(x4, address + 4 &* stride)
    storePast(x5, address + 5 &* stride)
  }
}
