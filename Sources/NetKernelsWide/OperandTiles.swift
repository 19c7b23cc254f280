internal import CMatrixUnit
internal import CVector

// The operands of the matrix unit (``multiplyPanels``, ``passDenseOperands``): tiles of 16 × 32 values in three pieces of
// bfloat16.
//
// A tile is three pieces of `[16][16]` words of 32 bits, two values a word, the first in the lower half. A tile of rows
// has a row of the left matrix in each of its rows: word j holds the values 2j and 2j + 1 of 32 along the sum. A tile of
// columns has 16 columns of the right matrix: row j holds the rows 2j and 2j + 1.

/// Words of a tile.
public let operandTileWords = 768

/// Packs rows of activations in blocks of 16 channels: the left operand of a product that is summed over channels.
///
/// Element (r, k) is at `x + (k / 16) · block + r · 16 + k % 16`; k runs over `32 · steps`. The tile of step s and rows
/// 16i to 16i + 15 goes to `tiles + s · step + i · 768`; rows beyond `rows` are zero.
@inline(never)
public func packRows(
  _ x: UnsafePointer<Float>, block: Int, rows: Int, steps: Int, _ tiles: UnsafeMutablePointer<UInt32>,
  step: Int
) {
  var s = 0
  while s < steps {
    let left = x + 2 &* s &* block
    let right = left + block
    let target = tiles + s &* step
    var row = 0
    while row < rows {
      storeRow(load(left + row &* lanes), load(right + row &* lanes), place(row, target))
      row &+= 1
    }
    while row & 15 != 0 {
      storePieces(.zero, .zero, place(row, target))
      row &+= 1
    }
    s &+= 1
  }
}

/// A matrix of 32 rows, `rowStride` floats apart, and 32 · `pairs` columns as `2 · pairs` tiles of columns.
@inline(never)
public func packMatrix(
  _ b: UnsafePointer<Float>, rowStride: Int, pairs: Int, _ tiles: UnsafeMutablePointer<UInt32>
) {
  var pair = 0
  while pair < pairs {
    packSquare(b + 32 &* pair, rowStride: rowStride, tiles + 2 &* pair &* operandTileWords)
    pair &+= 1
  }
}

/// 32 × 32 values as two tiles of columns.
@inline(__always)
private func packSquare(
  _ b: UnsafePointer<Float>, rowStride: Int, _ tiles: UnsafeMutablePointer<UInt32>
) {
  var j = 0
  while j < lanes {
    let upper = b + 2 &* j &* rowStride
    let lower = upper + rowStride
    let target = tiles + j &* lanes
    storePieces(load(upper), load(lower), target)
    storePieces(load(upper + lanes), load(lower + lanes), target + operandTileWords)
    j &+= 1
  }
}

/// Packs activations in blocks of 16 channels with channels as columns, for a product that is summed over their rows.
///
/// Element (k, j) is at `x + (j / 16) · block + k · 16 + j % 16`; k runs over `rows` and zeros up to a multiple of 32.
/// The tile of step s and block i goes to `tiles + s · step + i · 768`.
@inline(never)
public func packColumns(
  _ x: UnsafePointer<Float>, block: Int, blocks: Int, rows: Int, _ tiles: UnsafeMutablePointer<UInt32>,
  step: Int
) {
  var first = 0
  while first < rows {
    var i = 0
    while i < blocks {
      let source = x + i &* block + first &* lanes
      let target = tiles + (first >> 5) &* step + i &* operandTileWords
      let count = rows &- first
      var j = 0
      while j < lanes {
        storePieces(
          2 &* j < count ? load(source + 2 &* j &* lanes) : .zero,
          2 &* j &+ 1 < count ? load(source + (2 &* j &+ 1) &* lanes) : .zero, target + j &* lanes)
        j &+= 1
      }
      i &+= 1
    }
    first &+= 32
  }
}

/// Packs activations in blocks of 16 channels with channels as rows, the transpose of ``packColumns``: the left operand.
@inline(never)
public func packTransposed(
  _ x: UnsafePointer<Float>, block: Int, blocks: Int, rows: Int, _ tiles: UnsafeMutablePointer<UInt32>,
  step: Int
) {
  withUnsafeTemporaryAllocation(byteCount: 4 &* 1024, alignment: 64) { buffer in
    let scratch = buffer.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
    let upper = scratch
    let lower = scratch + 256
    let padded = scratch + 512
    var first = 0
    while first < rows {
      let count = rows &- first
      var i = 0
      while i < blocks {
        var source = x + i &* block + first &* lanes
        if count < 32 {
          var k = 0
          while k < 32 {
            store(k < count ? load(source + k &* lanes) : .zero, padded + k &* lanes)
            k &+= 1
          }
          source = UnsafePointer(padded)
        }
        transposeSquare(source, 2 &* lanes, upper)
        transposeSquare(source + lanes, 2 &* lanes, lower)
        let target = tiles + (first >> 5) &* step + i &* operandTileWords
        var j = 0
        while j < lanes {
          storePieces(load(upper + j &* lanes), load(lower + j &* lanes), target + j &* lanes)
          j &+= 1
        }
        i &+= 1
      }
      first &+= 32
    }
  }
}

/// Where row `row` of a column of tiles of rows begins.
@inline(__always)
private func place(_ row: Int, _ tiles: UnsafeMutablePointer<UInt32>) -> UnsafeMutablePointer<UInt32> {
  tiles + (row >> 4) &* operandTileWords + (row & 15) &* lanes
}

/// Writes the pieces of a row of 32 values.
@inline(__always)
func storeRow(_ left: Vector, _ right: Vector, _ target: UnsafeMutablePointer<UInt32>) {
  storePieces(evenValues(left, right), oddValues(left, right), target)
}

/// Writes the pieces of 16 pairs of values.
///
/// Each piece takes the leading 8 bits of the significand of what is left, by truncation: 8 + 8 + 8 bits are all of it.
@inline(__always)
func storePieces(_ low: Vector, _ high: Vector, _ target: UnsafeMutablePointer<UInt32>) {
  let lowFirst = leadingBits(low)
  let highFirst = leadingBits(high)
  let lowRest = low - lowFirst
  let highRest = high - highFirst
  let lowSecond = leadingBits(lowRest)
  let highSecond = leadingBits(highRest)
  store(joinedHalves(lowFirst, highFirst), target)
  store(joinedHalves(lowSecond, highSecond), target + 256)
  store(joinedHalves(lowRest - lowSecond, highRest - highSecond), target + 512)
}

@inline(__always)
private func store(_ words: Words, _ target: UnsafeMutablePointer<UInt32>) {
  UnsafeMutableRawPointer(target).storeBytes(of: words, as: Words.self)
}
