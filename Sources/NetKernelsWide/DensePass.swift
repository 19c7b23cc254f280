internal import CVector
public import NetKernels

/// One pass over a tile row: the gradient of the input from the old weights, the weights' gradient, their update.
///
/// Returns the sum of squares of the weights' gradient for ``WeightPass/measure``, otherwise 0.
@inline(never)
public func passDense(_ row: DenseTileRow, _ pass: WeightPass) -> Double {
  var squares = 0.0
  var tile = 0
  while tile < row.tiles {
    var group = 0
    while group < 4 {
      if let target = row.inputGradient { propagate(row, tile, group, target) }
      switch pass {
      case .leave: break
      case .measure:
        squares += Double(weightGradient(row, tile, group).squares.sum())
      case .update(let factors):
        let offset = tile &* 1024 &+ group &* 256
        weightGradient(row, tile, group).update(
          row.weights + offset, row.firstMoment + offset, row.secondMoment + offset, factors)
      }
      group &+= 1
    }
    tile &+= 1
  }
  return squares
}

/// Adds this tile's share to the gradient of 8 inputs: rows are inputs, columns are examples.
@inline(__always)
private func propagate(
  _ row: DenseTileRow, _ tile: Int, _ group: Int, _ target: UnsafeMutablePointer<Float>
) {
  let weights = row.weights + (tile &* 1024 &+ group &* 256)
  let gradient = row.gradientColumns + tile &* 32 &* row.columnStride
  let start = target + group &* 8 &* row.columnStride
  var column = 0
  while column < row.usedColumns {
    var sums =
      tile == 0 ? Tile8() : Tile8(start + column, rowStride: row.columnStride, halfStride: lanes)
    var source = gradient + column
    var k = 0
    while k < 32 {
      // The same rows of the next tile: half a cache line each time.
      prefetchLine(weights + (1024 &+ k &* 8))
      sums.add(weights + k, rowStride: 32, load(source), load(source + lanes))
      source += row.columnStride
      k &+= 1
    }
    sums.write(start + column, rowStride: row.columnStride, halfStride: lanes)
    column &+= 32
  }
}

/// The gradient of 8 × 32 weights, summed over the examples.
@inline(__always)
private func weightGradient(_ row: DenseTileRow, _ tile: Int, _ group: Int) -> Tile8 {
  var sums = Tile8()
  let ahead = tile &* 1024 &+ group &* 256 &+ 1024
  let step = 256 / row.count
  var input = row.input + (group >> 1) &* row.blockStride + (group & 1) &* 8
  var gradient = row.gradient + 2 &* tile &* row.blockStride
  var k = 0
  while k < row.count {
    // The moments of the same rows of the next tile, spread over the loop.
    prefetchLine(row.firstMoment + (ahead &+ k &* step))
    prefetchLine(row.secondMoment + (ahead &+ k &* step))
    sums.add(input, rowStride: 1, load(gradient), load(gradient + row.blockStride))
    input += lanes
    gradient += lanes
    k &+= 1
  }
  return sums
}
