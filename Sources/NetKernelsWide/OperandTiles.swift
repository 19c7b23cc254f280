internal import CVector
public import NetKernels

// The operands of the matrix unit: tiles of 16 × 32 values in three pieces of bfloat16.
//
// A tile is three pieces of `[16][16]` words of 32 bits, two values a word, the first in the lower half. A tile of rows
// has a row of the left matrix in each of its rows: word j holds the values 2j and 2j + 1 of 32 along the sum. A tile of
// columns has 16 columns of the right matrix: row j holds the rows 2j and 2j + 1.

/// Words of a tile.
public let operandTileWords = 768

/// Packs rows of activations in blocks of 16 channels: the left operand of a product that is summed over channels.
///
/// The tile of step s (channels 32s to 32s + 31) and rows 16i to 16i + 15 goes to `tiles + s · step + i · 768`; rows
/// that are not there are zero.
@inline(never)
public func packRows(_ rows: RowRuns, steps: Int, _ tiles: UnsafeMutablePointer<UInt32>, step: Int) {
  var index = 0
  let count = rows.pieces(height: 16)
  while index < count {
    let piece = RowPiece(rows, index, height: 16)
    var s = 0
    while s < steps {
      var row = 0
      while row < 16 {
        piece.packRow(row, step: s, tiles + (s &* step &+ index &* operandTileWords))
        row &+= 1
      }
      s &+= 1
    }
    index &+= 1
  }
}

/// Packs activations with channels as columns, for a product that is summed over their rows: the tile of step s (32
/// rows) and block i of 16 channels goes to `tiles + s · step + i · 768`; rows that are not there are zero.
@inline(never)
public func packColumns(
  _ rows: RowRuns, blocks: Int, _ tiles: UnsafeMutablePointer<UInt32>, step: Int
) {
  let count = rows.pieces(height: 32)
  var s = 0
  while s < count {
    let piece = RowPiece(rows, s, height: 32)
    var block = 0
    while block < blocks {
      var row = 0
      while row < lanes {
        piece.packColumns(row, block: block, tiles + (s &* step &+ block &* operandTileWords))
        row &+= 1
      }
      block &+= 1
    }
    s &+= 1
  }
}

/// Packs activations with channels as rows, the transpose of ``packColumns``: the left operand.
///
/// - Parameter scratch: 1,024 floats.
@inline(never)
public func packTransposed(
  _ rows: RowRuns, blocks: Int, _ tiles: UnsafeMutablePointer<UInt32>, step: Int,
  scratch: UnsafeMutablePointer<Float>
) {
  let count = rows.pieces(height: 32)
  var s = 0
  while s < count {
    let piece = RowPiece(rows, s, height: 32)
    var block = 0
    while block < blocks {
      var part = 0
      while part < RowPiece.transposedParts {
        piece.packTransposed(part, block: block, tiles + (s &* step &+ block &* operandTileWords), scratch)
        part &+= 1
      }
      block &+= 1
    }
    s &+= 1
  }
}

/// Packs a matrix of 32 rows, `rowStride` floats apart, and 32 · `pairs` columns as `2 · pairs` tiles of columns.
@inline(never)
public func packMatrix(
  _ b: UnsafePointer<Float>, rowStride: Int, pairs: Int, _ tiles: UnsafeMutablePointer<UInt32>
) {
  var block = 0
  while block < 2 &* pairs {
    var row = 0
    while row < lanes {
      let upper = b + (2 &* row &* rowStride &+ block &* lanes)
      storePieces(
        load(upper), load(upper + rowStride), tiles + (block &* operandTileWords &+ row &* lanes))
      row &+= 1
    }
    block &+= 1
  }
}

extension RowPiece {
  /// Row `row` of a tile of rows: the channels of a step.
  @inline(__always)
  func packRow(_ row: Int, step: Int, _ tile: UnsafeMutablePointer<UInt32>) {
    let left = start + (2 &* step &* block &+ row &* lanes)
    if row < count {
      storeRow(load(left), load(left + block), tile + row &* lanes)
    } else {
      storePieces(.zero, .zero, tile + row &* lanes)
    }
  }

  /// Row `row` of a tile of columns: the channels of a block in two rows.
  @inline(__always)
  func packColumns(_ row: Int, block index: Int, _ tile: UnsafeMutablePointer<UInt32>) {
    let source = start + (index &* block &+ 2 &* row &* lanes)
    storePieces(
      2 &* row < count ? load(source) : .zero, 2 &* row &+ 1 < count ? load(source + lanes) : .zero,
      tile + row &* lanes)
  }

  /// Parts of packing a transposed tile.
  @inline(__always) static var transposedParts: Int { 3 }

  /// One of the parts of packing a block of channels as a tile of rows: the even rows transposed, the odd ones, both
  /// joined.
  @inline(__always)
  func packTransposed(
    _ part: Int, block index: Int, _ tile: UnsafeMutablePointer<UInt32>,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    guard part < 2 else {
      var row = 0
      while row < lanes {
        storePieces(load(scratch + row &* lanes), load(scratch + (256 &+ row &* lanes)), tile + row &* lanes)
        row &+= 1
      }
      return
    }
    var source = start + index &* block
    if count < 32 {
      let padded = scratch + 512
      if part == 0 {
        var row = 0
        while row < 32 {
          store(row < count ? load(source + row &* lanes) : .zero, padded + row &* lanes)
          row &+= 1
        }
      }
      source = UnsafePointer(padded)
    }
    transposeSquare(source + part &* lanes, 2 &* lanes, scratch + part &* 256)
  }
}

/// Writes the pieces of a row of 32 values.
@inline(__always)
func storeRow(_ left: Vector, _ right: Vector, _ target: UnsafeMutablePointer<UInt32>) {
  storePieces(evenValues(left, right), oddValues(left, right), target)
}

/// Writes the pieces of 16 pairs of values.
///
/// Each piece takes the leading 8 bits of the significand of what is left, by truncation: 8 + 8 + 8 bits are all of it.
/// Below 2⁻¹⁰³ the last piece has no normal number to be, and what doesn't fit is cut off.
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
