internal import CMatrixUnit
internal import CVector
public import NetKernels

/// C = A · B on the matrix unit; the fields of ``PanelProduct`` say where everything lies.
///
/// Each element is summed in the same order wherever it is: segment by segment, in these step by step, the products of
/// pieces one after the other, 32 terms each as the unit adds them up. Packing goes between the parts of products: a step of the weights while the
/// one before it is multiplied with the first rows, the next rows while the first panel is multiplied with these.
/// Meanwhile the next panel is asked for.
@inline(never)
public func multiplyPanels(_ product: PanelProduct) {
  beginTiles()
  var ahead = AheadCursor(product.ahead, calls: product.pairs &* product.panels &* product.steps)
  if product.rows != nil {
    var step = 0
    while step < product.steps {
      PackedRows(product, pair: 0, step: step)?.pack()
      step &+= 1
    }
  }
  var isPacked = false
  var first = 0
  while first < product.steps {
    var panel = 0
    while panel < product.panels {
      let segment = Segment(product, first: first, panel: panel)
      if !isPacked { segment.square(0).pack() }
      multiply(product, segment, ahead: &ahead)
      isPacked = segment.packsNext
      panel &+= 1
    }
    first &+= product.depth
  }
  endTiles()
}

/// Some steps of one panel.
private struct Segment {
  let first: Int
  let count: Int
  let panel: Int
  /// Where the weights of the segment and of the next begin.
  let weights: UnsafePointer<Float>
  let next: UnsafePointer<Float>
  /// Whether the first step of the next segment is packed with the last of this.
  let packsNext: Bool
  /// Packed steps are kept for the other rows; without others two take turns.
  private let mask: Int
  private let product: PanelProduct

  @inline(__always)
  init(_ product: PanelProduct, first: Int, panel: Int) {
    self.product = product
    self.first = first
    self.panel = panel
    count = min(product.depth, product.steps &- first)
    weights = product.b + (panel &* product.bPanel &+ first &* product.bStep)
    let isLast = panel &+ 1 == product.panels
    next = isLast ? product.b + (first &+ product.depth) &* product.bStep : weights + product.bPanel
    mask = product.pairs == 1 ? 1 : -1
    packsNext =
      (!isLast || first &+ product.depth < product.steps) && (count &- 1) & mask != 0
  }

  /// Where a step of the panel is packed.
  @inline(__always)
  func columns(_ step: Int) -> UnsafeMutablePointer<UInt32> {
    product.scratch + (step & mask) &* (2 &* operandTileWords)
  }

  /// The square of weights of a step; meanwhile that of the next segment is asked for, unless other rows do that.
  @inline(__always)
  func square(_ step: Int) -> WeightSquare {
    let ahead = product.pairs == 1 ? next : weights
    return WeightSquare(
      weights: weights + step &* product.bStep, ahead: ahead + step &* product.bStep, tiles: columns(step),
      transposition: product.isTransposed ? product.square : nil)
  }

  /// The first square of the next segment.
  @inline(__always) var nextSquare: WeightSquare {
    let isLast = panel &+ 1 == product.panels
    return Segment(product, first: isLast ? first &+ product.depth : first, panel: isLast ? 0 : panel &+ 1)
      .square(0)
  }
}

@inline(__always)
private func multiply(_ product: PanelProduct, _ segment: Segment, ahead: inout AheadCursor) {
  let pairs = product.pairs
  // Lines of a step of the next panel that each of the other pairs asks for.
  let share = pairs == 1 ? 0 : (63 &+ pairs &- 1) / (pairs &- 1)
  let aStep = product.rowTiles &* operandTileWords
  var pair = 0
  while pair < pairs {
    let isWhole = 2 &* pair &+ 1 < product.rowTiles
    clearSums()
    var above = product.a + (segment.first &* aStep &+ 2 &* pair &* operandTileWords)
    let below = isWhole ? operandTileWords : 0
    var step = 0
    while step < segment.count {
      let isLast = step &+ 1 == segment.count
      var square: WeightSquare?
      if pair == 0, !isLast {
        square = segment.square(step &+ 1)
      } else if pair &+ 1 == pairs, isLast, segment.packsNext {
        square = segment.nextSquare
      }
      let rows = segment.panel == 0 ? PackedRows(product, pair: pair &+ 1, step: step) : nil
      multiplyAndPack(above, above + below, segment.columns(step), square, rows)
      ahead.advance()
      if pair > 0 {
        let request = segment.next + (step &* product.bStep &+ (pair &- 1) &* share &* lanes)
        var line = 0
        while line < share {
          prefetchLine(request + line &* lanes)
          line &+= 1
        }
      }
      above += aStep
      step &+= 1
    }
    finish(product, segment, pair, isWhole: isWhole)
    pair &+= 1
  }
}

/// Stores the sums of the first segment, or adds those of another to what is there.
@inline(__always)
private func finish(_ product: PanelProduct, _ segment: Segment, _ pair: Int, isWhole: Bool) {
  let target = product.c + (2 &* segment.panel &* product.cBlock &+ 512 &* pair)
  let isFirst = segment.first == 0
  let sums = isFirst ? target : product.square
  let right = isFirst ? product.cBlock : 512
  if isWhole {
    storeSums(sums, sums + 256, right, lanes)
  } else {
    storeUpperSums(sums, right, lanes)
  }
  guard !isFirst else { return }
  let count = isWhole ? 512 : 256
  var index = 0
  while index < count {
    store(load(target + index) + load(sums + index), target + index)
    let other = target + (product.cBlock &+ index)
    store(load(other) + load(sums + (512 &+ index)), other)
    index &+= lanes
  }
}

/// Multiplies one step, and packs a square of weights and two tiles of rows between the parts of the product.
@inline(__always)
private func multiplyAndPack(
  _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ columns: UnsafePointer<UInt32>,
  _ square: WeightSquare?, _ rows: PackedRows?
) {
  guard square != nil || rows != nil else {
    addProducts(upper, lower, columns, columns + operandTileWords)
    return
  }
  var unit = 0
  while unit < 16 {
    if unit < productParts { addProductsPart(unit, upper, lower, columns, columns + operandTileWords) }
    square?.pack(unit)
    rows?.pack(unit)
    unit &+= 1
  }
}

/// 32 × 32 weights that are packed as two tiles of columns, in 16 units.
private struct WeightSquare {
  let weights: UnsafePointer<Float>
  /// A square that is asked for meanwhile.
  let ahead: UnsafePointer<Float>
  let tiles: UnsafeMutablePointer<UInt32>
  /// Two squares of 16 × 16 floats in scratch memory, if the weights lie transposed.
  let transposition: UnsafeMutablePointer<Float>?

  @inline(__always)
  func pack() {
    var unit = 0
    while unit < 16 {
      pack(unit)
      unit &+= 1
    }
  }

  /// Packs two rows of the square.
  ///
  /// Without transposition rows 2j and 2j + 1 become row j of both tiles. Transposed, the even and the odd values of the
  /// rows are collected first, and each eighth unit transposes what the last eight collected: a tile.
  @inline(__always)
  func pack(_ unit: Int) {
    let rows = weights + unit &* 64
    let request = ahead + unit &* 64
    prefetchLine(request)
    prefetchLine(request + 16)
    prefetchLine(request + 32)
    prefetchLine(request + 48)
    guard let even = transposition else {
      let target = tiles + unit &* lanes
      storePieces(load(rows), load(rows + 32), target)
      storePieces(load(rows + 16), load(rows + 48), target + operandTileWords)
      return
    }
    let odd = even + 256
    let place = (unit & 7) &* 32
    store(evenValues(load(rows), load(rows + 16)), even + place)
    store(oddValues(load(rows), load(rows + 16)), odd + place)
    store(evenValues(load(rows + 32), load(rows + 48)), even + (place &+ lanes))
    store(oddValues(load(rows + 32), load(rows + 48)), odd + (place &+ lanes))
    guard unit & 7 == 7 else { return }
    transposeSquare(even, lanes, even)
    transposeSquare(odd, lanes, odd)
    let target = tiles + (unit >> 3) &* operandTileWords
    var row = 0
    while row < lanes {
      storePieces(load(even + row &* lanes), load(odd + row &* lanes), target + row &* lanes)
      row &+= 1
    }
  }
}

/// A step of a pair of row tiles that is packed, in 16 units.
private struct PackedRows {
  private let upper: RowPiece
  private let lower: RowPiece
  private let isWhole: Bool
  private let step: Int
  private let tiles: UnsafeMutablePointer<UInt32>

  /// nil if the rows are packed already, or there are no more.
  @inline(__always)
  init?(_ product: PanelProduct, pair: Int, step: Int) {
    guard let rows = product.rows, 2 &* pair < product.rowTiles else { return nil }
    isWhole = 2 &* pair &+ 1 < product.rowTiles
    upper = RowPiece(rows, 2 &* pair, height: 16)
    lower = isWhole ? RowPiece(rows, 2 &* pair &+ 1, height: 16) : upper
    self.step = step
    tiles = product.a + (step &* product.rowTiles &+ 2 &* pair) &* operandTileWords
  }

  @inline(__always)
  func pack() {
    var unit = 0
    while unit < 16 {
      pack(unit)
      unit &+= 1
    }
  }

  /// Packs a row of each tile.
  @inline(__always)
  func pack(_ unit: Int) {
    upper.packRow(unit, step: step, tiles)
    if isWhole { lower.packRow(unit, step: step, tiles + operandTileWords) }
  }
}

extension PanelProduct {
  /// Pairs of row tiles.
  @inline(__always) fileprivate var pairs: Int { (rowTiles &+ 1) >> 1 }

  /// Room for 32 × 32 floats behind the packed panel.
  @inline(__always)
  fileprivate var square: UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(scratch + 2 &* max(depth, 2) &* operandTileWords)
      .assumingMemoryBound(to: Float.self)
  }
}
