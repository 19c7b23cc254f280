import Net
import NetKernels
import NetKernelsWide
import Testing

/// Each transform beside loops in double precision over the definition, at random shapes and strides.
@Suite("Winograd's transforms", .enabled(if: NativeEngine.isSupported))
struct WinogradTransformTests {
  /// Sums of six times six products of single precision.
  private static let tolerance = 1e-6
  private static let shapes = [(1, 1), (1, 3), (2, 1), (3, 2), (4, 5)]

  /// `[36][tiles][16]` and a gap, as a chunk of one block of channels.
  private struct Tiles {
    let rows: Int
    let columns: Int
    var count: Int { rows * columns }
    var position: Int { count * 16 + 48 }
    var floats: Int { 36 * position }

    /// A tile's 6 × 6 values of one channel.
    func matrix(_ values: [Float], _ tile: Int, _ channel: Int) -> Matrix {
      Matrix(rows: 6, columns: 6) { Double(values[(6 * $0 + $1) * position + tile * 16 + channel]) }
    }

    /// The inverse: what all tiles hold, 0 elsewhere.
    func values(_ matrix: (_ tile: Int, _ channel: Int) -> Matrix) -> [Double] {
      var values = [Double](repeating: 0, count: floats)
      for tile in 0..<count {
        for channel in 0..<16 {
          let here = matrix(tile, channel)
          for index in 0..<36 {
            values[index * position + tile * 16 + channel] = here[index / 6, index % 6]
          }
        }
      }
      return values
    }
  }

  /// An image of 16 channels in rows of pixels that are not next to each other.
  private struct Image {
    let height: Int
    let width: Int
    let pixel: Int
    var row: Int { width * pixel + 32 }
    var floats: Int { height * row }
    var layout: PixelLayout { PixelLayout(row: row, pixel: pixel) }

    func place(_ y: Int, _ x: Int, _ channel: Int) -> Int { y * row + x * pixel + channel }
  }

  @Test("turn 6 × 6 pixels into Bᵀ d B", arguments: shapes)
  func input(rows: Int, columns: Int) {
    let tiles = Tiles(rows: rows, columns: columns)
    let image = Image(height: 4 * rows + 2, width: 4 * columns + 2, pixel: 16)
    var stream = RandomStream(seed: UInt64(10 * rows + columns), purpose: "input")
    let x = stream.floats(image.floats)
    let found = unsafe write(tiles.floats) { v in
      unsafe read(x) {
        unsafe transformInput(
          $0, rowStride: image.row, tileRows: rows, tileColumns: columns, v, position: tiles.position)
      }
    }
    let expected = tiles.values { tile, channel in
      let d = Matrix(rows: 6, columns: 6) { y, column in
        Double(x[image.place(4 * (tile / columns) + y, 4 * (tile % columns) + column, channel)])
      }
      return Winograd.input.transposed * d * Winograd.input
    }
    #expect(relativeDistance(found, expected) < Self.tolerance)
  }

  @Test("turn 6 × 6 gradients into B dV Bᵀ, added where tiles overlap", arguments: shapes)
  func inputAdjoint(rows: Int, columns: Int) {
    let tiles = Tiles(rows: rows, columns: columns)
    let image = Image(height: 4 * rows + 2, width: 4 * columns + 2, pixel: 16)
    var stream = RandomStream(seed: UInt64(10 * rows + columns), purpose: "input adjoint")
    let dv = stream.floats(tiles.floats)
    let found = unsafe write(image.floats) { dx in
      unsafe read(dv) {
        unsafe adjointInput(
          $0, position: tiles.position, tileRows: rows, tileColumns: columns, dx, rowStride: image.row)
      }
    }
    var expected = [Double](repeating: 0, count: image.floats)
    for tile in 0..<tiles.count {
      for channel in 0..<16 {
        let d = Winograd.input * tiles.matrix(dv, tile, channel) * Winograd.input.transposed
        for index in 0..<36 {
          let place = image.place(
            4 * (tile / columns) + index / 6, 4 * (tile % columns) + index % 6, channel)
          expected[place] += d[index / 6, index % 6]
        }
      }
    }
    #expect(relativeDistance(found, expected) < Self.tolerance)
  }

  /// relu(Aᵀ M A + bias) of every tile: `[4 · rows, 4 · columns, 16]`.
  private func outputs(_ tiles: Tiles, _ m: [Float], _ bias: [Float]) -> [Double] {
    var values = [Double](repeating: 0, count: tiles.count * 256)
    for tile in 0..<tiles.count {
      for channel in 0..<16 {
        let y = Winograd.output.transposed * tiles.matrix(m, tile, channel) * Winograd.output
        for index in 0..<16 {
          let row = 4 * (tile / tiles.columns) + index / 4
          let column = 4 * (tile % tiles.columns) + index % 4
          values[(row * 4 * tiles.columns + column) * 16 + channel] =
            max(0, y[index / 4, index % 4] + Double(bias[channel]))
        }
      }
    }
    return values
  }

  @Test("turn 6 × 6 products into relu(Aᵀ M A + bias)", arguments: shapes)
  func output(rows: Int, columns: Int) {
    let tiles = Tiles(rows: rows, columns: columns)
    let image = Image(height: 4 * rows, width: 4 * columns, pixel: 80)
    var stream = RandomStream(seed: UInt64(10 * rows + columns), purpose: "output")
    let m = stream.floats(tiles.floats)
    let bias = stream.floats(16)
    let found = unsafe write(image.floats) { y in
      unsafe read(m) { m in
        unsafe read(bias) {
          unsafe transformOutput(
            m, position: tiles.position, tileRows: rows, tileColumns: columns, bias: $0, y, image.layout)
        }
      }
    }
    #expect(relativeDistance(dense(found, image), outputs(tiles, m, bias)) < Self.tolerance)
  }

  @Test("pool the same and say which of four was the largest", arguments: shapes)
  func pooledOutput(rows: Int, columns: Int) {
    let tiles = Tiles(rows: rows, columns: columns)
    let image = Image(height: 2 * rows, width: 2 * columns, pixel: 48)
    var stream = RandomStream(seed: UInt64(10 * rows + columns), purpose: "pooled")
    let m = stream.floats(tiles.floats)
    let bias = stream.floats(16)
    var codes = [UInt8](repeating: 9, count: image.height * image.width * 16)
    let found = unsafe write(image.floats) { y in
      unsafe read(m) { m in
        unsafe read(bias) { bias in
          unsafe codes.withUnsafeMutableBufferPointer { codes in
            guard let codes = codes.baseAddress else { return }
            unsafe transformOutputPooled(
              m, position: tiles.position, tileRows: rows, tileColumns: columns, bias: bias, y, image.layout,
              codes: codes)
          }
        }
      }
    }
    let whole = outputs(tiles, m, bias)
    var expected: [Double] = []
    for index in codes.indices {
      let (pixel, channel) = index.quotientAndRemainder(dividingBy: 16)
      let four = (0..<4).map { input in
        let y = 2 * (pixel / image.width) + input / 2
        let x = 2 * (pixel % image.width) + input % 2
        return whole[(y * 2 * image.width + x) * 16 + channel]
      }
      let largest = four.max() ?? 0
      expected.append(largest)
      // Random numbers have no ties; 4 stands for a pixel of which no input was positive.
      #expect(codes[index] == (largest > 0 ? UInt8(four.firstIndex(of: largest) ?? 9) : 4))
    }
    #expect(relativeDistance(dense(found, image), expected) < Self.tolerance)
  }

  @Test("bring gradients back as A dY Aᵀ where the output was positive", arguments: shapes)
  func outputAdjoint(rows: Int, columns: Int) {
    let tiles = Tiles(rows: rows, columns: columns)
    let image = Image(height: 4 * rows, width: 4 * columns, pixel: 32)
    var stream = RandomStream(seed: UInt64(10 * rows + columns), purpose: "output adjoint")
    let dy = stream.floats(image.floats)
    let y = stream.floats(image.floats)
    var bias = stream.floats(16)
    let start = bias
    let found = unsafe write(tiles.floats) { q in
      unsafe read(dy) { dy in
        unsafe read(y) { y in
          unsafe bias.withUnsafeMutableBufferPointer { bias in
            guard let bias = bias.baseAddress else { return }
            unsafe adjointOutput(
              dy, y, image.layout, tileRows: rows, tileColumns: columns, q, position: tiles.position,
              biasGradient: bias)
          }
        }
      }
    }
    checkAdjoint(found, bias, from: start, tiles) { row, column, channel in
      let place = image.place(row, column, channel)
      return y[place] > 0 ? Double(dy[place]) : 0
    }
  }

  @Test("bring pooled gradients back to the input that won", arguments: shapes)
  func pooledOutputAdjoint(rows: Int, columns: Int) {
    let tiles = Tiles(rows: rows, columns: columns)
    let image = Image(height: 2 * rows, width: 2 * columns, pixel: 32)
    var stream = RandomStream(seed: UInt64(10 * rows + columns), purpose: "pooled adjoint")
    let dy = stream.floats(image.floats)
    let codes = (0..<(image.height * image.width * 16)).map { _ in UInt8(stream.nextUniform() * 5) }
    var bias = stream.floats(16)
    let start = bias
    let found = unsafe write(tiles.floats) { q in
      unsafe read(dy) { dy in
        unsafe bias.withUnsafeMutableBufferPointer { bias in
          unsafe codes.withUnsafeBufferPointer { codes in
            guard let bias = bias.baseAddress, let codes = codes.baseAddress else { return }
            unsafe adjointOutputPooled(
              dy, image.layout, codes: codes, tileRows: rows, tileColumns: columns, q,
              position: tiles.position, biasGradient: bias)
          }
        }
      }
    }
    checkAdjoint(found, bias, from: start, tiles) { row, column, channel in
      let code = codes[(row / 2 * image.width + column / 2) * 16 + channel]
      return Int(code) == row % 2 * 2 + column % 2 ? Double(dy[image.place(row / 2, column / 2, channel)]) : 0
    }
  }

  /// Compares Q and the sum over all pixels, which was added to `start`, with the gradient of every pixel.
  private func checkAdjoint(
    _ q: [Float], _ bias: [Float], from start: [Float], _ tiles: Tiles,
    _ gradient: (_ row: Int, _ column: Int, _ channel: Int) -> Double
  ) {
    var sums = start.map(Double.init)
    let expected = tiles.values { tile, channel in
      let dy = Matrix(rows: 4, columns: 4) { y, x in
        gradient(4 * (tile / tiles.columns) + y, 4 * (tile % tiles.columns) + x, channel)
      }
      sums[channel] += dy.values.reduce(0, +)
      return Winograd.output * dy * Winograd.output.transposed
    }
    #expect(relativeDistance(q, expected) < Self.tolerance)
    #expect(relativeDistance(bias, sums) < Self.tolerance)
  }

  @Test("turn kernels into G g Gᵀ, and their gradients back into Gᵀ dU G")
  func kernels() {
    let position = 608
    var stream = RandomStream(seed: 5, purpose: "kernels")
    let g = stream.floats(9 * 300)
    let du = stream.floats(36 * position)
    let u = unsafe writeAligned(36 * position) { u in
      unsafe read(g) { unsafe transformKernels($0, tapStride: 300, rowStride: 16, u, position: position) }
    }
    let dg = unsafe write(9 * 256) { dg in
      unsafe read(du) { unsafe adjointKernels($0, position: position, rowStride: 32, dg) }
    }
    var expectedU = [Double](repeating: 0, count: 36 * position)
    var expectedGradient = [Double](repeating: 0, count: 9 * 256)
    for row in 0..<16 {
      for lane in 0..<16 {
        let kernel = Matrix(rows: 3, columns: 3) { Double(g[(3 * $0 + $1) * 300 + row * 16 + lane]) }
        let transformed = Winograd.kernel * kernel * Winograd.kernel.transposed
        let gradient = Matrix(rows: 6, columns: 6) { Double(du[(6 * $0 + $1) * position + row * 32 + lane]) }
        let adjoint = Winograd.kernel.transposed * gradient * Winograd.kernel
        for index in 0..<36 {
          expectedU[index * position + row * 32 + lane] = transformed[index / 6, index % 6]
        }
        for tap in 0..<9 { expectedGradient[tap * 256 + row * 16 + lane] = adjoint[tap / 3, tap % 3] }
      }
    }
    #expect(relativeDistance(u, expectedU) < Self.tolerance)
    #expect(relativeDistance(dg, expectedGradient) < Self.tolerance)
  }

  /// The pixels of an image next to each other.
  private func dense(_ values: [Float], _ image: Image) -> [Float] {
    (0..<(image.height * image.width * 16)).map { index in
      values[image.place(index / 16 / image.width, index / 16 % image.width, index % 16)]
    }
  }
}
