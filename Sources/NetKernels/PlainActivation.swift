/// Adds a bias to every row of a matrix and, with `rectify`, sets what is negative to zero; NaN stays NaN.
///
/// - Parameters:
///   - values: `rows` rows of `columns` values, `stride` apart; changed in place.
///   - biases: `columns` values.
public func addBiases(
  _ values: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int, biases: UnsafePointer<Float>,
  rectify: Bool
) {
  for row in 0..<rows {
    let line = values + row * stride
    if rectify {
      for column in 0..<columns {
        let sum = line[column] + biases[column]
        line[column] = sum < 0 ? 0 : sum
      }
    } else {
      for column in 0..<columns { line[column] += biases[column] }
    }
  }
}

/// Sets a gradient to zero where the output of a rectifier is not positive.
///
/// - Parameters:
///   - gradient: `rows` rows of `columns` values, `stride` apart; changed in place.
///   - output: the rectifier's output, laid out like `gradient`.
public func maskGradient(
  _ gradient: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int
) {
  for row in 0..<rows {
    let line = gradient + row * stride
    let active = output + row * stride
    for column in 0..<columns { line[column] = active[column] > 0 ? line[column] : 0 }
  }
}

/// Adds the sums of the columns of a matrix to `sums`.
///
/// Partial sums of 32 rows keep the rounding error of long columns small.
///
/// - Parameters:
///   - values: `rows` rows of `columns` values, `stride` apart.
///   - sums: `columns` values; added to.
public func addColumnSums(
  of values: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int, to sums: UnsafeMutablePointer<Float>
) {
  let lanes = 16
  var column = 0
  while column + lanes <= columns {
    var total = SIMD16<Float>.zero
    var row = 0
    while row < rows {
      var part = SIMD16<Float>.zero
      let end = min(row + 32, rows)
      while row < end {
        part += load16(values + (row * stride + column))
        row += 1
      }
      total += part
    }
    store16(load16(sums + column) + total, to: sums + column)
    column += lanes
  }
  while column < columns {
    var total: Float = 0
    for first in Swift.stride(from: 0, to: rows, by: 32) {
      var part: Float = 0
      for row in first..<min(first + 32, rows) { part += values[row * stride + column] }
      total += part
    }
    sums[column] += total
    column += 1
  }
}

@inline(__always)
func load16(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
}

@inline(__always)
func store16(_ value: SIMD16<Float>, to pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD16<Float>.self)
}
