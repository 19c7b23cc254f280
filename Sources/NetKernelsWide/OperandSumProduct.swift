internal import CMatrixUnit
internal import CVector
public import NetKernels

/// C (+)= Aᵀ · B on the matrix unit; the fields of ``SumProduct`` say where everything lies.
///
/// Summed as in ``multiplyPanels(_:)``, and packed as there: the next channels of A while the first panel of B is
/// multiplied with these, the next panel of B while this one is.
@inline(never)
public func multiplySums(_ product: SumProduct) {
  beginTiles()
  let steps = product.b.pieces(height: 32)
  let packing = SumPacking(product, steps)
  let calls = product.panels &* (product.rowTiles >> 1) &* steps
  var aheadLeft = AheadCursor(product.ahead.left, calls: calls)
  var aheadRight = AheadCursor(product.ahead.right, calls: calls)
  packing.packFirst()
  var panel = 0
  while panel < product.panels {
    // Rows of tiles of the next panel, of which each product packs a share.
    let rows = panel &+ 1 < product.panels ? 32 &* steps : 0
    let share = (rows &* 2 &+ product.rowTiles &* steps &- 1) / (product.rowTiles &* steps)
    var row = 0
    var pair = 0
    while pair < product.rowTiles {
      let upper = product.c + (pair &* product.cBlock &+ panel &* product.cPanel)
      let lower = upper + product.cBlock
      if product.accumulates { loadSums(upper, lower, lanes, 32) } else { clearSums() }
      var step = 0
      while step < steps {
        let above = packing.rows(pair, step)
        let left = packing.columns(panel, step)
        let end = min(row &+ share, rows)
        if panel == 0, pair &+ 2 < product.rowTiles {
          var part = 0
          while part < productParts {
            addProductsPart(part, above, above + operandTileWords, left, left + operandTileWords)
            if part & 1 == 1 { packing.packRows(pair &+ 2, step, part >> 1) }
            part &+= 1
          }
        } else {
          addProducts(above, above + operandTileWords, left, left + operandTileWords)
        }
        while row < end {
          packing.packColumns(panel &+ 1, row)
          row &+= 1
        }
        aheadLeft.advance()
        aheadRight.advance()
        step &+= 1
      }
      storeSums(upper, lower, lanes, 32)
      pair &+= 2
    }
    panel &+= 1
  }
  endTiles()
}

/// The packed operands in scratch memory: A as `[step][row tile]`, two panels of B as `[step][2]`, a tile to transpose.
private struct SumPacking {
  private let product: SumProduct
  private let steps: Int
  private let panels: UnsafeMutablePointer<UInt32>
  private let scratch: UnsafeMutablePointer<Float>

  @inline(__always)
  init(_ product: SumProduct, _ steps: Int) {
    self.product = product
    self.steps = steps
    panels = product.scratch + steps &* product.rowTiles &* operandTileWords
    scratch = UnsafeMutableRawPointer(panels + 4 &* steps &* operandTileWords)
      .assumingMemoryBound(to: Float.self)
  }

  /// A tile of rows.
  @inline(__always)
  func rows(_ tile: Int, _ step: Int) -> UnsafeMutablePointer<UInt32> {
    product.scratch + (step &* product.rowTiles &+ tile) &* operandTileWords
  }

  /// Two tiles of columns.
  @inline(__always)
  func columns(_ panel: Int, _ step: Int) -> UnsafeMutablePointer<UInt32> {
    panels + ((panel & 1) &* steps &+ step) &* (2 &* operandTileWords)
  }

  /// Packs the first pair of row tiles and the first panel.
  @inline(__always)
  func packFirst() {
    var step = 0
    while step < steps {
      var part = 0
      while part < 6 {
        packRows(0, step, part)
        part &+= 1
      }
      step &+= 1
    }
    var row = 0
    while row < 32 &* steps {
      packColumns(0, row)
      row &+= 1
    }
  }

  /// One of six parts of packing a step of a pair of row tiles.
  @inline(__always)
  func packRows(_ pair: Int, _ step: Int, _ part: Int) {
    let tile = pair &+ (part >= 3 ? 1 : 0)
    RowPiece(product.a, step, height: 32)
      .packTransposed(part >= 3 ? part &- 3 : part, block: tile, rows(tile, step), scratch)
  }

  /// One of `32 · steps` rows of a packed panel.
  @inline(__always)
  func packColumns(_ panel: Int, _ row: Int) {
    let step = row >> 5
    let half = (row >> 4) & 1
    RowPiece(product.b, step, height: 32)
      .packColumns(
        row & 15, block: 2 &* panel &+ half, columns(panel, step) + half &* operandTileWords)
  }
}
