import Net
import NetKernels
import NetKernelsWide
import Testing

/// Each kernel beside its naive loop or, for transforms, what they are defined to do together, at random shapes.
@Suite("The wide kernels", .enabled(if: NativeEngine.isSupported))
struct WideKernelTests {
  /// Sums of up to 200 products in single precision.
  private static let tolerance = 1e-6

  /// `[rows, columns]` in blocks of 16 columns, `[columns / 16][rows][16]`.
  private func blocked(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<(rows * columns)).map { index in
      let (block, rest) = index.quotientAndRemainder(dividingBy: rows * 16)
      return values[rest / 16 * columns + block * 16 + rest % 16]
    }
  }

  private func product(
    _ a: [Float], _ b: [Float], rows: Int, depth: Int, columns: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for k in 0..<depth {
        let value = Double(a[row * depth + k])
        for column in 0..<columns {
          result[row * columns + column] += value * Double(b[k * columns + column])
        }
      }
    }
    return result
  }

  @Test("multiply blocks by panels at any number of rows", arguments: Array(1...27) + [96])
  func panels(rows: Int) {
    let depth = 32 * (1 + rows % 4)
    let columns = 32 * (1 + rows % 3)
    var stream = RandomStream(seed: UInt64(rows), purpose: "panels")
    let a = stream.floats(rows * depth)
    let b = stream.floats(depth * columns)
    let start = stream.floats(rows * columns)
    let panels = (0..<(depth * columns)).map { index in
      let (panel, rest) = index.quotientAndRemainder(dividingBy: depth * 32)
      return b[rest / 32 * columns + panel * 32 + rest % 32]
    }
    let packed = blocked(a, rows: rows, columns: depth)
    let exact = product(a, b, rows: rows, depth: depth, columns: columns)
    for accumulates in [false, true] {
      var found = blocked(start, rows: rows, columns: columns)
      unsafe packed.withUnsafeBufferPointer { a in
        unsafe panels.withUnsafeBufferPointer { b in
          unsafe found.withUnsafeMutableBufferPointer { c in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
            unsafe multiplyPanels(
              a, aBlock: rows * 16, aNext: a, rows: rows, depth: depth, b, bPanel: depth * 32, bTile: 1024,
              bNext: b, panels: columns / 32, c, cBlock: rows * 16, accumulates: accumulates)
          }
        }
      }
      let expected = zip(exact, start).map { accumulates ? $0 + Double($1) : $0 }
      let inBlocks = blocked(expected.map(Float.init), rows: rows, columns: columns).map(Double.init)
      #expect(relativeDistance(found, inBlocks) < Self.tolerance)
    }
  }

  @Test("sum products of blocks over rows in ragged segments", arguments: [1, 2, 5, 24, 96])
  func transposed(lastDepth: Int) {
    let depth = 96
    let rows = depth + lastDepth
    var stream = RandomStream(seed: UInt64(lastDepth), purpose: "transposed")
    let a = stream.floats(rows * 32)
    let b = stream.floats(rows * 64)
    var found = stream.floats(32 * 64)
    let start = found
    func segments(_ values: [Float], columns: Int) -> [Float] {
      let first = blocked(Array(values[..<(depth * columns)]), rows: depth, columns: columns)
      let padding = [Float](repeating: .nan, count: (depth - lastDepth) * columns)
      return first + blocked(Array(values[(depth * columns)...]) + padding, rows: depth, columns: columns)
    }
    let packedA = segments(a, columns: 32)
    let packedB = segments(b, columns: 64)
    unsafe packedA.withUnsafeBufferPointer { a in
      unsafe packedB.withUnsafeBufferPointer { b in
        unsafe found.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          unsafe multiplyTransposed(
            a, aBlock: depth * 16, aSegment: depth * 32, inputBlocks: 2, b, bBlock: depth * 16,
            bSegment: depth * 64, panels: 2, segments: 2, depth: depth, lastDepth: lastDepth, c,
            cBlock: 1024, cPanel: 512, accumulates: true)
        }
      }
    }
    let transposedA = (0..<(32 * rows)).map { a[$0 % rows * 32 + $0 / rows] }
    let sums = product(transposedA, b, rows: 32, depth: rows, columns: 64)
    let expected = (0..<(32 * 64)).map { index -> Double in
      let row = index / 1024 * 16 + index % 512 / 32
      let column = index % 1024 / 512 * 32 + index % 32
      return sums[row * 64 + column] + Double(start[index])
    }
    #expect(relativeDistance(found, expected) < Self.tolerance)
  }

  @Test("update parameters as Adam says, from zero and from any moments")
  func adam() {
    let factors = AdamFactors(
      gradientScale: 0.5, beta1: 0.9, beta2: 0.999, rate: 0.01, epsilon: 1e-8, keep: 0.99)
    var stream = RandomStream(seed: 1, purpose: "adam")
    var values = stream.floats(512)
    var first = stream.floats(512)
    // Twelve orders of magnitude, and zero.
    var second = (0..<512).map { index -> Float in
      index % 16 == 0 ? 0 : Float(exponential(-Double(index) / 18)) * stream.floats(1, from: 0.5)[0]
    }
    var gradient = stream.floats(512)
    for index in stride(from: 0, to: 512, by: 32) {
      first[index] = 0
      gradient[index] = 0
    }
    let expected = (0..<512).map { index -> Double in
      let g = 0.5 * Double(gradient[index])
      let m = Double(Float(0.9)) * Double(first[index]) + (1 - Double(Float(0.9))) * g
      let v = Double(Float(0.999)) * Double(second[index]) + (1 - Double(Float(0.999))) * g * g
      return 0.99 * Double(values[index]) - 0.01 * m / (v.squareRoot() + 1e-8)
    }
    unsafe values.withUnsafeMutableBufferPointer { w in
      unsafe first.withUnsafeMutableBufferPointer { m in
        unsafe second.withUnsafeMutableBufferPointer { v in
          unsafe gradient.withUnsafeBufferPointer { g in
            guard let w = w.baseAddress, let m = m.baseAddress, let v = v.baseAddress,
              let g = g.baseAddress
            else { return }
            unsafe updateParameters(
              values: w, firstMoment: m, secondMoment: v, gradient: g, count: 512, factors)
          }
        }
      }
    }
    for (found, exact) in zip(values, expected) {
      // β is a float and 1 − β is formed from it in single precision: 3e-5 of 0.001.
      #expect(abs(Double(found) - exact) <= 1e-4 * abs(exact) + 1e-6)
    }
  }
}
