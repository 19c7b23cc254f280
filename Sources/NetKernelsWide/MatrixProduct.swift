/// C (+)= A · B over activations in blocks of 16 channels and weights in panels of 32 columns.
///
/// - A, `rows` × `depth`: element (r, k) at `a + (k / 16) · aBlock + r · 16 + k % 16`.
/// - B, `depth` × 32 · `panels`: element (k, j) at
///   `b + (j / 32) · bPanel + (k / 32) · bTile + (k % 32) · 32 + j % 32`.
/// - C, `rows` × 32 · `panels`: element (r, j) at `c + (j / 16) · cBlock + r · 16 + j % 16`.
///
/// `depth` is a multiple of 32. Each element of C is one chain of fused multiply-adds in the order of k, however the
/// rows are grouped: the result does not depend on how the work is split.
@inline(never)
public func multiplyPanels(
  _ a: UnsafePointer<Float>, aBlock: Int, rows: Int, depth: Int,
  _ b: UnsafePointer<Float>, bPanel: Int, bTile: Int, panels: Int,
  _ c: UnsafeMutablePointer<Float>, cBlock: Int, accumulates: Bool
) {
  let groups = (rows &+ 11) / 12
  var panel = 0
  while panel < panels {
    let shape = PanelShape(
      aBlock: aBlock, bTile: bTile, blocks: depth / lanes, cBlock: cBlock, accumulates: accumulates)
    let bStart = b + panel &* bPanel
    let cStart = c + 2 &* panel &* cBlock
    var group = 0
    var row = 0
    while group < groups {
      let count = (rows &- row) / (groups &- group)
      let offset = row &* lanes
      multiplyRows(count, a + offset, bStart, cStart + offset, shape)
      row &+= count
      group &+= 1
    }
    panel &+= 1
  }
}

/// What stays the same for all row groups of a panel.
private struct PanelShape {
  var aBlock: Int
  var bTile: Int
  var blocks: Int
  var cBlock: Int
  var accumulates: Bool
  /// Always 16; a variable, so that the compiler does not unroll twelve tiles sixteen times.
  var blockDepth = lanes
}

@inline(__always)
private func multiplyRows(
  _ count: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
  _ shape: PanelShape
) {
  switch count {
  case 12: multiplyTile(Tile12.self, a, b, c, shape)
  case 11: multiplyTile(Tile11.self, a, b, c, shape)
  case 10: multiplyTile(Tile10.self, a, b, c, shape)
  case 9: multiplyTile(Tile9.self, a, b, c, shape)
  case 8: multiplyTile(Tile8.self, a, b, c, shape)
  case 7: multiplyTile(Tile7.self, a, b, c, shape)
  case 6: multiplyTile(Tile6.self, a, b, c, shape)
  case 5: multiplyTile(Tile5.self, a, b, c, shape)
  case 4: multiplyTile(Tile4.self, a, b, c, shape)
  case 3: multiplyTile(Tile3.self, a, b, c, shape)
  case 2: multiplyTile(Tile2.self, a, b, c, shape)
  default: multiplyTile(Tile1.self, a, b, c, shape)
  }
}

@inline(__always)
private func multiplyTile<Tile: RegisterTile>(
  _: Tile.Type, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
  _ shape: PanelShape
) {
  var tile = shape.accumulates ? Tile(c, rowStride: lanes, halfStride: shape.cBlock) : Tile()
  var a = a
  var b = b
  var block = 0
  while block < shape.blocks {
    accumulate(
      &tile, a, rowStride: lanes, aStep: 1, b, bStep: 32, halfStride: lanes, depth: shape.blockDepth)
    a += shape.aBlock
    b += block & 1 == 0 ? 32 &* lanes : shape.bTile &- 32 &* lanes
    block &+= 1
  }
  tile.write(c, rowStride: lanes, halfStride: shape.cBlock)
}
