internal import CVector

/// C (+)= A · B over activations in blocks of 16 channels and weights in panels of 32 columns.
///
/// - A, `rows` × `depth`: element (r, k) at `a + (k / 16) · aBlock + r · 16 + k % 16`.
/// - B, `depth` × 32 · `panels`: element (k, j) at
///   `b + (j / 32) · bPanel + (k / 32) · bTile + (k % 32) · 32 + j % 32`.
/// - C, `rows` × 32 · `panels`: element (r, j) at `c + (j / 16) · cBlock + r · 16 + j % 16`.
///
/// `depth` is a multiple of 32. Each element of A · B is one chain of fused multiply-adds in the order of k, however
/// the rows are grouped: the result does not depend on how the work is split. Adding it to C last, pieces of a long sum
/// round like a sum of short ones.
///
/// While it multiplies it asks for what comes next: the next panel, or behind the last one `bNext`, and the next rows,
/// or behind the last ones `aNext`; requests are spread through the loop, about two for 24 multiply-adds.
@inline(never)
public func multiplyPanels(
  _ a: UnsafePointer<Float>, aBlock: Int, aNext: UnsafePointer<Float>, rows: Int, depth: Int,
  _ b: UnsafePointer<Float>, bPanel: Int, bTile: Int, bNext: UnsafePointer<Float>, panels: Int,
  _ c: UnsafeMutablePointer<Float>, cBlock: Int, accumulates: Bool
) {
  let groups = (rows &+ 11) / 12
  let share = (31 &+ groups) / groups
  var panel = 0
  while panel < panels {
    let shape = PanelShape(
      aBlock: aBlock, bTile: bTile, blocks: depth / lanes, cBlock: cBlock, accumulates: accumulates,
      share: share)
    let bStart = b + panel &* bPanel
    let bAhead = panel &+ 1 < panels ? bStart + bPanel : bNext
    let cStart = c + 2 &* panel &* cBlock
    var group = 0
    var row = 0
    while group < groups {
      let count = (rows &- row) / (groups &- group)
      let offset = row &* lanes
      row &+= count
      let aAhead = group &+ 1 < groups ? a + row &* lanes : aNext
      multiplyRows(
        count, a + offset, aAhead, bStart, bAhead + group &* share &* lanes, cStart + offset, shape)
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
  /// Cache lines of the next panel's 32 a block that each row group asks for.
  var share: Int
  /// Always 16; a variable, so that the compiler does not unroll twelve tiles sixteen times.
  var blockDepth = lanes
}

@inline(__always)
private func multiplyRows(
  _ count: Int, _ a: UnsafePointer<Float>, _ aAhead: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ bAhead: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ shape: PanelShape
) {
  switch count {
  case 12: multiplyTile(Tile12.self, a, aAhead, b, bAhead, c, shape)
  case 11: multiplyTile(Tile11.self, a, aAhead, b, bAhead, c, shape)
  case 10: multiplyTile(Tile10.self, a, aAhead, b, bAhead, c, shape)
  case 9: multiplyTile(Tile9.self, a, aAhead, b, bAhead, c, shape)
  case 8: multiplyTile(Tile8.self, a, aAhead, b, bAhead, c, shape)
  case 7: multiplyTile(Tile7.self, a, aAhead, b, bAhead, c, shape)
  case 6: multiplyTile(Tile6.self, a, aAhead, b, bAhead, c, shape)
  case 5: multiplyTile(Tile5.self, a, aAhead, b, bAhead, c, shape)
  case 4: multiplyTile(Tile4.self, a, aAhead, b, bAhead, c, shape)
  case 3: multiplyTile(Tile3.self, a, aAhead, b, bAhead, c, shape)
  case 2: multiplyTile(Tile2.self, a, aAhead, b, bAhead, c, shape)
  default: multiplyTile(Tile1.self, a, aAhead, b, bAhead, c, shape)
  }
}

@inline(__always)
private func multiplyTile<Tile: RegisterTile>(
  _: Tile.Type, _ a: UnsafePointer<Float>, _ aAhead: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ bAhead: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
  _ shape: PanelShape
) {
  var tile = Tile()
  var a = a
  var aAhead = aAhead
  var b = b
  var bAhead = bAhead
  var block = 0
  while block < shape.blocks {
    var k = 0
    var row = b
    while k < shape.blockDepth {
      prefetchLine(aAhead + k &* lanes)
      prefetchLine(bAhead + k &* shape.share)
      tile.add(a + k, rowStride: lanes, load(row), load(row + lanes))
      row += 32
      k &+= 1
    }
    a += shape.aBlock
    aAhead += shape.aBlock
    let step = block & 1 == 0 ? 32 &* lanes : shape.bTile &- 32 &* lanes
    b += step
    bAhead += step
    block &+= 1
  }
  if shape.accumulates { tile.add(Tile(c, rowStride: lanes, halfStride: shape.cBlock)) }
  tile.write(c, rowStride: lanes, halfStride: shape.cBlock)
}
