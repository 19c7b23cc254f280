internal import CVector

/// C (+)= Aᵀ · B where A and B are both in blocks of 16 channels: the gradient of weights, summed over rows.
///
/// - A: element (k, i) at `a + (i / 16) · aBlock + k · 16 + i % 16`, `inputBlocks` blocks.
/// - B: element (k, j) at `b + (j / 16) · bBlock + k · 16 + j % 16`, 32 · `panels` columns.
/// - C: element (i, j) at `c + (i / 16) · cBlock + (j / 32) · cPanel + (i % 16) · 32 + j % 32`.
///
/// k runs over `segments` pieces of `depth` rows each (the last one of `lastDepth`), `aSegment` and `bSegment`
/// apart. The next block of A and the next panel of B are asked for meanwhile. One chain of fused multiply-adds an element, in the order of k.
@inline(never)
public func multiplyTransposed(
  _ a: UnsafePointer<Float>, aBlock: Int, aSegment: Int, inputBlocks: Int,
  _ b: UnsafePointer<Float>, bBlock: Int, bSegment: Int, panels: Int,
  segments: Int, depth: Int, lastDepth: Int,
  _ c: UnsafeMutablePointer<Float>, cBlock: Int, cPanel: Int, accumulates: Bool
) {
  let share = lanes / (2 &* inputBlocks)
  var panel = 0
  while panel < panels {
    let bStart = b + 2 &* panel &* bBlock
    var half = 0
    while half < 2 &* inputBlocks {
      let aStart = a + (half >> 1) &* aBlock + (half & 1) &* 8
      let target = c + (half >> 1) &* cBlock + (half & 1) &* 256 + panel &* cPanel
      var tile = accumulates ? Tile8(target, rowStride: 32, halfStride: lanes) : Tile8()
      var segment = 0
      while segment < segments {
        var left = aStart + segment &* aSegment
        var right = bStart + segment &* bSegment
        let ahead = right + (2 &* bBlock &+ half &* depth &* share)
        let rows = segment &+ 1 == segments ? lastDepth : depth
        var k = 0
        while k < rows {
          prefetchLine(left + aBlock)
          prefetchLine(ahead + k &* share)
          prefetchLine(ahead + (bBlock &+ k &* share))
          tile.add(left, rowStride: 1, load(right), load(right + bBlock))
          left += lanes
          right += lanes
          k &+= 1
        }
        segment &+= 1
      }
      tile.write(target, rowStride: 32, halfStride: lanes)
      half &+= 1
    }
    panel &+= 1
  }
}
