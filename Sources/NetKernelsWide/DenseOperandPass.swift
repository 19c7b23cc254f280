internal import CMatrixUnit
internal import CVector
public import NetKernels

/// One pass over some tile rows on the matrix unit; see ``passDense`` for what it does.
///
/// It goes band by band of outputs and within a band row by row, so that the gradients of a band stay in the cache. Adam's
/// update of a tile needs other units and waits for memory, so the products of the next tile are computed between its
/// vectors.
@inline(never)
public func passDenseOperands(_ operands: DenseOperands, _ pass: WeightPass) {
  beginTiles()
  var row = 0
  while row < operands.rows {
    operands.squares[row] = 0
    row &+= 1
  }
  var place = TilePlace(operands)
  if case .update(let factors) = pass {
    weightGradient(place, operands, place.gradient)
    propagate(place, operands)
    while place.isInside {
      let next = place.next
      update(place, next, ahead: next.next, operands, factors)
      place = next
    }
  } else {
    while place.isInside {
      if case .measure = pass {
        weightGradient(place, operands, place.gradient)
        operands.squares[place.row] += sumOfSquares(place.gradient, count: 1024)
      }
      propagate(place, operands)
      place = place.next
    }
  }
  endTiles()
}

/// One of the tiles, in the order of the pass.
private struct TilePlace {
  var row = 0
  var tile = 0
  var isOdd = false
  let rows: Int
  let tiles: Int
  let scratch: UnsafeMutablePointer<UInt32>

  @inline(__always)
  init(_ operands: DenseOperands) {
    rows = operands.rows
    tiles = operands.tiles
    scratch = operands.scratch
  }

  /// Whether it is not behind the last one.
  @inline(__always) var isInside: Bool { tile < tiles }

  /// Its first weight.
  @inline(__always) var offset: Int { (row &* tiles &+ tile) &* 1024 }

  /// The next tile of the row, or else the same band of the next row, or else the next band.
  @inline(__always) var next: TilePlace {
    var place = self
    place.tile &+= 1
    place.isOdd.toggle()
    guard place.tile == tiles || place.tile & (DenseOperands.band &- 1) == 0 else { return place }
    place.row &+= 1
    if place.row < rows {
      place.tile = tile & -DenseOperands.band
    } else {
      place.row = 0
    }
    return place
  }

  /// Scratch memory for its gradient: neighbours have two that take turns.
  @inline(__always) var gradient: UnsafeMutablePointer<Float> {
    let words = scratch + (2 &* operandTileWords &+ (isOdd ? 1024 : 0))
    return UnsafeMutableRawPointer(words).assumingMemoryBound(to: Float.self)
  }
}

/// The two products of a tile, as the unit takes them part by part.
private struct PendingProduct {
  var part = 0
  var upper: UnsafePointer<UInt32>
  var left: UnsafePointer<UInt32>
  let upperStep: Int
  let leftStep: Int

  /// The gradient of the weights: X over the examples.
  @inline(__always)
  init(gradientOf place: TilePlace, _ operands: DenseOperands) {
    upper = operands.input + 2 &* place.row &* operandTileWords
    upperStep = 2 &* operands.rows &* operandTileWords
    left = operands.gradient + 2 &* place.tile &* operandTileWords
    leftStep = 2 &* operands.tiles &* operandTileWords
  }

  /// The gradient of the input: the packed weights with one pair of tiles of examples after the other.
  @inline(__always)
  init(inputOf place: TilePlace, _ operands: DenseOperands) {
    upper = UnsafePointer(operands.scratch)
    upperStep = 0
    left = operands.gradientColumns + 2 &* place.tile &* operands.steps &* operandTileWords
    leftStep = 2 &* operandTileWords
  }

  /// Runs the next part; true behind the last one of a step.
  @inline(__always)
  mutating func advance() -> Bool {
    addProductsPart(part, upper, upper + operandTileWords, left, left + operandTileWords)
    part &+= 1
    guard part == productParts else { return false }
    part = 0
    upper += upperStep
    left += leftStep
    return true
  }
}

/// The gradient of 32 × 32 weights, summed over the examples.
@inline(__always)
private func weightGradient(
  _ place: TilePlace, _ operands: DenseOperands, _ target: UnsafeMutablePointer<Float>
) {
  var product = PendingProduct(gradientOf: place, operands)
  clearSums()
  var step = 0
  while step < operands.steps {
    while !product.advance() {}
    step &+= 1
  }
  storeSums(target, target + 512, lanes, 32)
}

/// Adds a tile's share to the gradient of 32 inputs: rows are inputs, columns are examples.
@inline(__always)
private func propagate(_ place: TilePlace, _ operands: DenseOperands) {
  guard operands.inputGradient != nil else { return }
  var row = 0
  while row < 32 {
    packWeights(place, operands, row)
    row &+= 1
  }
  var product = PendingProduct(inputOf: place, operands)
  var pair = 0
  while pair < operands.steps {
    let sums = InputSums(place, operands, pair)
    sums.load()
    while !product.advance() {}
    sums.store()
    pair &+= 1
  }
}

/// The gradient of 32 inputs and 32 examples.
private struct InputSums {
  let upper: UnsafeMutablePointer<Float>
  let stride: Int
  let isFirst: Bool

  @inline(__always)
  init(_ place: TilePlace, _ operands: DenseOperands, _ pair: Int) {
    let target = operands.inputGradient.unsafelyUnwrapped
    upper = target + (place.row &* 32 &* operands.columnStride &+ pair &* 32)
    stride = operands.columnStride
    isFirst = place.tile == 0
  }

  @inline(__always)
  func load() {
    if isFirst { clearSums() } else { loadSums(upper, upper + 16 &* stride, lanes, stride) }
  }

  @inline(__always)
  func store() { storeSums(upper, upper + 16 &* stride, lanes, stride) }
}

/// Packs a row of a tile's weights.
@inline(__always)
private func packWeights(_ place: TilePlace, _ operands: DenseOperands, _ row: Int) {
  let source = operands.weights + (place.offset &+ row &* 32)
  let target = operands.scratch + ((row >> 4) &* operandTileWords &+ (row & 15) &* lanes)
  storeRow(load(source), load(source + lanes), target)
}

/// One step of Adam for a tile; between its 64 vectors, the products of the next one.
@inline(__always)
private func update(
  _ place: TilePlace, _ next: TilePlace, ahead: TilePlace, _ operands: DenseOperands, _ factors: AdamFactors
) {
  let parts = next.isInside ? productParts &* operands.steps : 0
  let propagates = operands.inputGradient != nil
  // Vectors over which the parts of either product are spread.
  let half = propagates ? 32 : 64
  var index = 0
  var due = 0
  var product = PendingProduct(gradientOf: next, operands)
  if parts > 0 { clearSums() }
  while index < half {
    if propagates, parts > 0 { packWeights(next, operands, index) }
    due &+= parts
    while due >= half {
      _ = product.advance()
      due &-= half
    }
    updateVector(place, next, ahead: ahead, operands, index, factors)
    index &+= 1
  }
  guard parts > 0 else {
    while index < 64 {
      updateVector(place, next, ahead: ahead, operands, index, factors)
      index &+= 1
    }
    return
  }
  storeSums(next.gradient, next.gradient + 512, lanes, 32)
  guard propagates else { return }
  product = PendingProduct(inputOf: next, operands)
  var pair = 0
  var sums = InputSums(next, operands, pair)
  sums.load()
  while index < 64 {
    due &+= parts
    while due >= half {
      due &-= half
      guard product.advance() else { continue }
      sums.store()
      pair &+= 1
      guard pair < operands.steps else { continue }
      sums = InputSums(next, operands, pair)
      sums.load()
    }
    updateVector(place, next, ahead: ahead, operands, index, factors)
    index &+= 1
  }
}

/// Updates 16 weights, and asks for those of the next tile.
@inline(__always)
private func updateVector(
  _ place: TilePlace, _ next: TilePlace, ahead: TilePlace, _ operands: DenseOperands, _ index: Int,
  _ factors: AdamFactors
) {
  let offset = place.offset &+ index &* lanes
  let line = index &* lanes
  prefetchLine(operands.weights + (ahead.offset &+ line))
  prefetchLine(operands.firstMoment + (next.offset &+ line))
  prefetchLine(operands.secondMoment + (next.offset &+ line))
  updateParameters(
    load(place.gradient + index &* lanes), operands.weights + offset, operands.firstMoment + offset,
    operands.secondMoment + offset, factors)
}
