import Net
import NetKernels
import NetKernelsWide
import Testing

/// The products of the matrix unit beside naive loops in double precision, at random shapes.
@Suite("The matrix unit", .enabled(if: ProductUnit.matrix.isThere))
struct MatrixUnitTests {
  /// As for the vector unit: sums of up to 200 products in single precision.
  private static let tolerance = 1e-6

  /// `[rows, columns]` in blocks of 16 columns, `[columns / 16][rows][16]`.
  private func blocked(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<(rows * columns)).map { index in
      let (block, rest) = index.quotientAndRemainder(dividingBy: rows * 16)
      return values[rest / 16 * columns + block * 16 + rest % 16]
    }
  }

  /// Calls a packing kernel with room for `tiles` tiles.
  private func pack(_ tiles: Int, _ body: (UnsafeMutablePointer<UInt32>) -> Void) -> [UInt32] {
    // What packing leaves untouched are the leading bits of numbers that would show.
    var words = [UInt32](repeating: 0x4479_4479, count: tiles * operandTileWords)
    unsafe words.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe body(base)
    }
    return words
  }

  private func read(_ words: [UInt32], _ body: (UnsafePointer<UInt32>) -> Void) {
    unsafe words.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe body(base)
    }
  }

  /// A matrix of columns in panels of 32, steps of 32 rows, squares of 32 × 32.
  private func squares(_ b: [Float], depth: Int, columns: Int, isTransposed: Bool) -> [Float] {
    (0..<(depth * columns)).map { index in
      let (panel, rest) = index.quotientAndRemainder(dividingBy: depth * 32)
      let (step, place) = rest.quotientAndRemainder(dividingBy: 1024)
      let row = isTransposed ? place % 32 : place / 32
      let column = isTransposed ? place / 32 : place % 32
      return b[(step * 32 + row) * columns + panel * 32 + column]
    }
  }

  @Test("splits a number into three pieces that add up to it exactly")
  func pieces() {
    var stream = RandomStream(seed: 1, purpose: "pieces")
    let values = (0..<1024).map { index in
      Float(exponential(Double(index % 64) - 32)) * stream.floats(1)[0]
    }
    let words = pack(2) { tiles in
      NetTests.read(values) { unsafe packMatrix($0, rowStride: 32, pairs: 1, tiles) }
    }
    for index in values.indices {
      let (row, column) = index.quotientAndRemainder(dividingBy: 32)
      let place = column / 16 * operandTileWords + row / 2 * 16 + column % 16
      let sum = (0..<3).reduce(Float(0)) { sum, piece in
        let word = words[place + piece * 256]
        return sum + Float(bitPattern: row % 2 == 0 ? word << 16 : word & 0xffff_0000)
      }
      #expect(sum == values[index])
    }
  }

  @Test(
    "multiplies rows by panels, in segments and with squares transposed",
    arguments: [1, 7, 16, 17, 33, 50, 96],
    [false, true])
  func panels(rows: Int, isTransposed: Bool) {
    let steps = 1 + rows % 5
    let depth = 32 * steps
    let columns = 32 * (1 + rows % 3)
    var stream = RandomStream(seed: UInt64(rows), purpose: "matrix panels")
    let a = stream.floats(rows * depth)
    let b = stream.floats(depth * columns)
    let rowTiles = (rows + 15) / 16
    let packed = pack(steps * rowTiles) { tiles in
      NetTests.read(blocked(a, rows: rows, columns: depth)) {
        unsafe packRows(
          $0, block: rows * 16, rows: rows, steps: steps, tiles, step: rowTiles * operandTileWords)
      }
    }
    let weights = squares(b, depth: depth, columns: columns, isTransposed: isTransposed)
    var scratch = [UInt32](repeating: 0, count: PanelProduct.scratchWords(depth: steps))
    for segment in Set([1, 2, steps]) where segment <= steps {
      let found = write(columns * rowTiles * 16) { c in
        read(packed) { packed in
          NetTests.read(weights) { b in
            unsafe scratch.withUnsafeMutableBufferPointer { scratch in
              guard let scratch = scratch.baseAddress else { return }
              unsafe multiplyPanels(
                PanelProduct(
                  a: packed, rowTiles: rowTiles, b: b, bPanel: depth * 32, bStep: 1024,
                  isTransposed: isTransposed, panels: columns / 32, steps: steps, depth: segment, c: c,
                  cBlock: rowTiles * 256, ahead: AheadStream(b, lines: 1, runs: 2, stride: 16),
                  scratch: scratch))
            }
          }
        }
      }
      let expected = (0..<(columns * rows)).map { index in
        let (block, rest) = index.quotientAndRemainder(dividingBy: rows * 16)
        return (0..<depth).reduce(0.0) {
          $0 + Double(a[rest / 16 * depth + $1]) * Double(b[$1 * columns + block * 16 + rest % 16])
        }
      }
      let inRows = (0..<(columns * rows)).map { index in
        found[index / (rows * 16) * rowTiles * 256 + index % (rows * 16)]
      }
      #expect(relativeDistance(inRows, expected) < Self.tolerance, "segments of \(segment)")
    }
  }

  @Test("sums products over rows, any number of them", arguments: [1, 2, 15, 31, 32, 33, 64, 95])
  func transposed(rows: Int) {
    let steps = (rows + 31) / 32
    var stream = RandomStream(seed: UInt64(rows), purpose: "matrix transposed")
    let a = stream.floats(rows * 32)
    let b = stream.floats(rows * 64)
    let start = stream.floats(32 * 64)
    let left = pack(steps * 2) { tiles in
      NetTests.read(blocked(a, rows: rows, columns: 32)) {
        unsafe packTransposed(
          $0, block: rows * 16, blocks: 2, rows: rows, tiles, step: 2 * operandTileWords)
      }
    }
    let right = pack(steps * 4) { tiles in
      NetTests.read(blocked(b, rows: rows, columns: 64)) {
        unsafe packColumns(
          $0, block: rows * 16, blocks: 4, rows: rows, tiles, step: 4 * operandTileWords)
      }
    }
    for accumulates in [false, true] {
      var found = start
      unsafe found.withUnsafeMutableBufferPointer { c in
        guard let c = c.baseAddress else { return }
        read(left) { left in
          read(right) { right in
            let none = unsafe AheadStream(c, lines: 0, runs: 0, stride: 0)
            unsafe multiplyTransposedOperands(
              left, rowTiles: 2, right, panels: 2, steps: steps, c, cBlock: 1024, cPanel: 512,
              accumulates: accumulates, ahead: (none, none))
          }
        }
      }
      let expected = (0..<(32 * 64)).map { index in
        let row = index / 1024 * 16 + index % 512 / 32
        let column = index % 1024 / 512 * 32 + index % 32
        return (0..<rows).reduce(accumulates ? Double(start[index]) : 0) {
          $0 + Double(a[$1 * 32 + row]) * Double(b[$1 * 64 + column])
        }
      }
      #expect(relativeDistance(found, expected) < Self.tolerance)
    }
  }
}
