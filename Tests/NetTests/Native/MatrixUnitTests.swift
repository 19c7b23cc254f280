import Net
import NetKernels
import NetKernelsWide
import Testing

/// The products of the matrix unit beside naive loops in double precision, at random shapes.
@Suite("The matrix unit", .enabled(if: ProductUnit.matrix.isThere))
struct MatrixUnitTests {
  /// As for the vector unit: sums of up to 200 products in single precision.
  private static let tolerance = 1e-6

  /// Rows that lie in one run, or from 21 on in two, in blocks of 16 columns.
  private struct Rows {
    let count: Int
    let columns: Int
    let values: [Float]
    var runs: Int { count > 20 ? 2 : 1 }
    var perRun: Int { count > 20 ? 20 : count }
    var lastRows: Int { count - (runs - 1) * 20 }
    var block: Int { 16 * max(perRun, lastRows) + 48 }
    var stride: Int { columns / 16 * block + 16 }

    /// Where element (row, column) lies; what lies between is no number.
    var blocked: [Float] {
      var memory = [Float](repeating: .nan, count: runs * stride)
      for index in values.indices {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        let run = min(row / 20, runs - 1)
        memory[run * stride + column / 16 * block + (row - run * 20) * 16 + column % 16] = values[index]
      }
      return memory
    }

    /// The row's place among rows of which each run begins with a new tile of 16.
    func place(_ row: Int) -> Int { runs == 2 && row >= 20 ? row + 12 : row }

    func withRuns(_ body: (RowRuns) -> Void) {
      unsafe read(blocked) {
        unsafe body(
          RowRuns($0, stride: stride, block: block, runs: runs, rows: perRun, lastRows: lastRows))
      }
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

  /// Packs 32 × 32 values and adds up the pieces of each.
  private func sumsOfPieces(_ values: [Float]) -> [Float] {
    let words = unsafe pack(2) { tiles in
      unsafe read(values) { unsafe packMatrix($0, rowStride: 32, pairs: 1, tiles) }
    }
    return values.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: 32)
      let place = column / 16 * operandTileWords + row / 2 * 16 + column % 16
      return (0..<3).reduce(Float(0)) { sum, piece in
        let word = words[place + piece * 256]
        return sum + Float(bitPattern: row % 2 == 0 ? word << 16 : word & 0xffff_0000)
      }
    }
  }

  @Test("splits a number into three pieces that add up to it exactly")
  func pieces() {
    var stream = RandomStream(seed: 1, purpose: "pieces")
    let values = (0..<1024).map { index in
      Float(exponential(Double(index % 64) - 32)) * stream.floats(1)[0]
    }
    for (sum, value) in zip(sumsOfPieces(values), values) { #expect(sum == value) }
  }

  @Test("keeps the last bits of the smallest numbers out of their neighbours")
  func smallestPieces() {
    // Softmax gives gradients of any size; subnormal pieces have bits behind the sixteen that are kept.
    var stream = RandomStream(seed: 2, purpose: "smallest pieces")
    let values = stream.floats(1024).enumerated().map { index, value in
      index / 32 % 2 == 0 ? value : value * Float(sign: .plus, exponent: -80 - index % 60, significand: 1)
    }
    for (sum, value) in zip(sumsOfPieces(values), values) {
      #expect(abs(sum - value) <= Float.leastNormalMagnitude)
    }
  }

  @Test(
    "multiplies rows by panels, packed before or on the way, in segments and with squares transposed",
    arguments: [1, 7, 16, 17, 33, 50, 96], [false, true])
  func panels(rows: Int, isTransposed: Bool) {
    let steps = 1 + rows % 5
    let depth = 32 * steps
    let columns = 32 * (1 + rows % 3)
    var stream = RandomStream(seed: UInt64(rows), purpose: "matrix panels")
    let a = Rows(count: rows, columns: depth, values: stream.floats(rows * depth))
    let b = stream.floats(depth * columns)
    let rowTiles = (a.place(rows - 1) + 16) / 16
    let weights = squares(b, depth: depth, columns: columns, isTransposed: isTransposed)
    let expected = (0..<(rows * columns)).map { index in
      (0..<depth).reduce(0.0) {
        $0 + Double(a.values[index / columns * depth + $1]) * Double(b[$1 * columns + index % columns])
      }
    }
    // nil: one segment, packed on the way.
    for segment in [nil, 1, 2, steps] where segment ?? 1 <= steps {
      let found = unsafe write(columns * rowTiles * 16) { c in
        a.withRuns { runs in
          unsafe read(weights) { b in
            _ = unsafe pack(rowTiles * steps) { packed in
              _ = unsafe pack(PanelProduct.scratchWords(depth: segment ?? steps) / operandTileWords + 1) {
                scratch in
                if segment != nil {
                  unsafe packRows(runs, steps: steps, packed, step: rowTiles * operandTileWords)
                }
                unsafe multiplyPanels(
                  PanelProduct(
                    a: packed, rows: segment == nil ? runs : nil, rowTiles: rowTiles, b: b,
                    bPanel: depth * 32, bStep: 1024, isTransposed: isTransposed, panels: columns / 32,
                    steps: steps, depth: segment ?? steps, c: c, cBlock: rowTiles * 256,
                    ahead: AheadStream(b, lines: 1, runs: 2, stride: 16), scratch: scratch))
              }
            }
          }
        }
      }
      let inRows = (0..<(rows * columns)).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        return found[column / 16 * rowTiles * 256 + a.place(row) * 16 + column % 16]
      }
      #expect(relativeDistance(inRows, expected) < Self.tolerance, "segments of \(segment ?? 0)")
    }
  }

  @Test("adds long sums in pieces: 4,096 terms of one sign round as few do")
  func longSums() {
    let steps = 128
    var stream = RandomStream(seed: 3, purpose: "long sums")
    let a = Rows(count: 16, columns: 32 * steps, values: stream.floats(16 * 32 * steps).map(abs))
    let b = stream.floats(32 * steps * 32).map(abs)
    let found = unsafe write(16 * 32) { c in
      a.withRuns { runs in
        unsafe read(b) { b in
          _ = unsafe pack(steps) { packed in
            _ = unsafe pack(PanelProduct.scratchWords(depth: 8) / operandTileWords + 1) { scratch in
              unsafe packRows(runs, steps: steps, packed, step: operandTileWords)
              unsafe multiplyPanels(
                PanelProduct(
                  a: packed, rows: nil, rowTiles: 1, b: b, bPanel: 0, bStep: 1024, isTransposed: false,
                  panels: 1, steps: steps, depth: 8, c: c, cBlock: 256,
                  ahead: AheadStream(b, lines: 0, runs: 0, stride: 0), scratch: scratch))
            }
          }
        }
      }
    }
    let expected = (0..<(16 * 32)).map { index in
      let row = index % 256 / 16 * 32 * steps
      let column = index / 256 * 16 + index % 16
      return (0..<(32 * steps)).reduce(0.0) { sum, term in
        let product = Double(a.values[row + term]) * Double(b[term * 32 + column])
        return sum + product
      }
    }
    #expect(relativeDistance(found, expected) < 3e-7)
  }

  @Test("sums products over rows, any number of them", arguments: [1, 2, 15, 20, 21, 31, 32, 33, 64, 95])
  func sums(rows: Int) {
    var stream = RandomStream(seed: UInt64(rows), purpose: "matrix sums")
    let a = Rows(count: rows, columns: 64, values: stream.floats(rows * 64))
    let b = Rows(count: rows, columns: 96, values: stream.floats(rows * 96))
    let start = stream.floats(64 * 96)
    for accumulates in [false, true] {
      var found = start
      unsafe found.withUnsafeMutableBufferPointer { c in
        guard let c = c.baseAddress else { return }
        a.withRuns { left in
          b.withRuns { right in
            let steps = left.pieces(height: 32)
            let words = SumProduct.scratchWords(steps: steps, rowTiles: 4)
            _ = unsafe pack(words / operandTileWords + 1) { scratch in
              let none = unsafe AheadStream(c, lines: 0, runs: 0, stride: 0)
              unsafe multiplySums(
                SumProduct(
                  a: left, rowTiles: 4, b: right, panels: 3, c: c, cBlock: 3 * 512, cPanel: 512,
                  accumulates: accumulates, ahead: (none, none), scratch: scratch))
            }
          }
        }
      }
      let expected = (0..<(64 * 96)).map { index in
        let row = index / 1536 * 16 + index % 512 / 32
        let column = index % 1536 / 512 * 32 + index % 32
        return (0..<rows).reduce(accumulates ? Double(start[index]) : 0) {
          $0 + Double(a.values[$1 * 64 + row]) * Double(b.values[$1 * 96 + column])
        }
      }
      #expect(relativeDistance(found, expected) < Self.tolerance)
    }
  }
}
