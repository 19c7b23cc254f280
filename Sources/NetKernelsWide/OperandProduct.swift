internal import CMatrixUnit
internal import CVector
public import NetKernels

/// C = A · B on the matrix unit; the fields of ``PanelProduct`` say where everything lies.
///
/// Each element is summed in the same order wherever it is: step by step, the products of pieces one after the other, 32
/// terms each as the unit adds them up. A step of the weights is packed while the one before it is multiplied with the
/// first rows; the other rows find it packed, and meanwhile the next panel is asked for.
@inline(never)
public func multiplyPanels(_ product: PanelProduct) {
  beginTiles()
  var isPacked = false
  var first = 0
  while first < product.steps {
    let count = min(product.depth, product.steps &- first)
    var panel = 0
    while panel < product.panels {
      let weights = product.b + (panel &* product.bPanel &+ first &* product.bStep)
      let isLast = panel &+ 1 == product.panels
      let next =
        isLast ? product.b + (first &+ product.depth) &* product.bStep : weights + product.bPanel
      if !isPacked { pack(weights, next, product.scratch) }
      isPacked = multiply(
        product, first: first, count: count, panel: panel, weights: weights, next: next,
        hasNext: !isLast || first &+ product.depth < product.steps)
      panel &+= 1
    }
    first &+= product.depth
  }
  endTiles()
}

/// One segment of one panel, the first step of which is packed. Returns whether the first step of the next is.
@inline(__always)
private func multiply(
  _ product: PanelProduct, first: Int, count: Int, panel: Int, weights: UnsafePointer<Float>,
  next: UnsafePointer<Float>, hasNext: Bool
) -> Bool {
  let pairs = (product.rowTiles &+ 1) >> 1
  // Packed steps are kept for the other rows; without others two take turns.
  let mask = pairs == 1 ? 1 : -1
  let isRoomForNext = hasNext && (count &- 1) & mask != 0
  // Lines of a step of the next panel that each of the other pairs asks for.
  let share = pairs == 1 ? 0 : (63 &+ pairs &- 1) / (pairs &- 1)
  let aStep = product.rowTiles &* operandTileWords
  var pair = 0
  while pair < pairs {
    let isWhole = 2 &* pair &+ 1 < product.rowTiles
    let upper = product.c + (2 &* panel &* product.cBlock &+ 512 &* pair)
    let lower = isWhole ? upper + 256 : upper
    if first > 0 { loadSums(upper, lower, product.cBlock, lanes) } else { clearSums() }
    var above = product.a + (first &* aStep &+ 2 &* pair &* operandTileWords)
    let below = isWhole ? operandTileWords : 0
    var step = 0
    while step < count {
      let columns = product.scratch + (step & mask) &* (2 &* operandTileWords)
      if pair == 0, step &+ 1 < count {
        multiplyAndPack(
          above, above + below, columns, weights + (step &+ 1) &* product.bStep,
          pairs == 1 ? next + (step &+ 1) &* product.bStep : nil,
          product.scratch + ((step &+ 1) & mask) &* (2 &* operandTileWords))
      } else if pair &+ 1 == pairs, step &+ 1 == count, isRoomForNext {
        multiplyAndPack(above, above + below, columns, next, nil, product.scratch)
      } else {
        addProducts(above, above + below, columns, columns + operandTileWords)
      }
      if pair > 0 {
        let request = next + (step &* product.bStep &+ (pair &- 1) &* share &* lanes)
        var line = 0
        while line < share {
          prefetchLine(request + line &* lanes)
          line &+= 1
        }
      }
      above += aStep
      step &+= 1
    }
    if isWhole {
      storeSums(upper, lower, product.cBlock, lanes)
    } else {
      storeUpperSums(upper, product.cBlock, lanes)
    }
    pair &+= 1
  }
  return isRoomForNext
}

/// Multiplies one step and packs another between the parts of the product.
@inline(__always)
private func multiplyAndPack(
  _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ columns: UnsafePointer<UInt32>,
  _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>?, _ tiles: UnsafeMutablePointer<UInt32>
) {
  var unit = 0
  while unit < 16 {
    if unit < productParts { addProductsPart(unit, upper, lower, columns, columns + operandTileWords) }
    packUnit(weights, ahead ?? weights, unit, tiles)
    unit &+= 1
  }
}

/// Packs 32 × 32 weights as two tiles of columns.
@inline(__always)
private func pack(
  _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>, _ tiles: UnsafeMutablePointer<UInt32>
) {
  var unit = 0
  while unit < 16 {
    packUnit(weights, ahead, unit, tiles)
    unit &+= 1
  }
}

/// Packs two rows of a step, 2j and 2j + 1, and asks for those of another.
@inline(__always)
private func packUnit(
  _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>, _ unit: Int,
  _ tiles: UnsafeMutablePointer<UInt32>
) {
  let offset = unit &* 64
  let rows = weights + offset
  let request = ahead + offset
  prefetchLine(request)
  prefetchLine(request + 16)
  prefetchLine(request + 32)
  prefetchLine(request + 48)
  let target = tiles + unit &* lanes
  storePieces(load(rows), load(rows + 32), target)
  storePieces(load(rows + 16), load(rows + 48), target + operandTileWords)
}

/// C (+)= Aᵀ · B on the matrix unit, both packed: the gradient of weights, summed over rows.
///
/// - A: the tile of step s and rows 16i to 16i + 15 at `a + (s · rowTiles + i) · 768`.
/// - B: the tile of step s and columns 16j to 16j + 15 at `b + (s · 2 · panels + j) · 768`.
/// - C: element (i, j) at `c + (i / 16) · cBlock + (j / 32) · cPanel + (i % 16) · 32 + j % 32`.
///
/// `rowTiles` is even. Summed as in ``multiplyPanels(_:)``.
@inline(never)
public func multiplyTransposedOperands(
  _ a: UnsafePointer<UInt32>, rowTiles: Int, _ b: UnsafePointer<UInt32>, panels: Int, steps: Int,
  _ c: UnsafeMutablePointer<Float>, cBlock: Int, cPanel: Int, accumulates: Bool
) {
  beginTiles()
  var panel = 0
  while panel < panels {
    var pair = 0
    while pair < rowTiles {
      let upper = c + (pair &* cBlock &+ panel &* cPanel)
      let lower = upper + cBlock
      if accumulates { loadSums(upper, lower, lanes, 32) } else { clearSums() }
      var above = a + pair &* operandTileWords
      var left = b + 2 &* panel &* operandTileWords
      var step = 0
      while step < steps {
        addProducts(above, above + operandTileWords, left, left + operandTileWords)
        above += rowTiles &* operandTileWords
        left += 2 &* panels &* operandTileWords
        step &+= 1
      }
      storeSums(upper, lower, lanes, 32)
      pair &+= 2
    }
    panel &+= 1
  }
  endTiles()
}
