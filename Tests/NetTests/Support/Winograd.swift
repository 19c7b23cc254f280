/// A small matrix in double precision.
struct Matrix {
  let rows: Int
  let columns: Int
  private(set) var values: [Double]

  init(rows: Int, columns: Int, _ value: (_ row: Int, _ column: Int) -> Double) {
    self.rows = rows
    self.columns = columns
    values = (0..<(rows * columns)).map { value($0 / columns, $0 % columns) }
  }

  subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

  var transposed: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }

  static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "\(left.columns) columns by \(right.rows) rows")
    return Matrix(rows: left.rows, columns: right.columns) { row, column in
      (0..<left.columns).reduce(0) { $0 + left[row, $1] * right[$1, column] }
    }
  }
}

/// The matrices of F(4×4, 3×3), built from the interpolation points alone (Lavin and Gray 2016; Blahut 2010, section 5.2).
///
/// A polynomial of degree d in the points gives a row of powers, infinity its leading coefficient. Evaluating four and
/// three coefficients, A and G without its scale, and multiplying gives the six values of a product of degree 5; B is
/// the transpose of what interpolates its coefficients from them. G takes over the denominators of Lagrange's formula.
enum Winograd {
  private static let points: [Double] = [0, 0.625, -0.625, 1.5, -1.5]

  /// A: 6 × 4.
  static let output = Matrix(rows: 6, columns: 4) { point, power in
    point < 5 ? raised(points[point], power) : power == 3 ? 1 : 0
  }

  /// G: 6 × 3.
  static let kernel = Matrix(rows: 6, columns: 3) { point, power in
    point < 5 ? raised(points[point], power) / denominator(point) : power == 2 ? 1 : 0
  }

  /// B: 6 × 6; row k, column i: the coefficient of x^k in the numerator of Lagrange's polynomial of point i, that of
  /// all five points for infinity.
  static let input = Matrix(rows: 6, columns: 6) { power, point in
    let roots = points.indices.filter { $0 != point }.map { points[$0] }
    var coefficients = [1.0]
    for root in roots {
      coefficients = (0...coefficients.count).map { index in
        (index > 0 ? coefficients[index - 1] : 0)
          - (index < coefficients.count ? root * coefficients[index] : 0)
      }
    }
    return power < coefficients.count ? coefficients[power] : 0
  }

  private static func denominator(_ point: Int) -> Double {
    points.indices.filter { $0 != point }.reduce(1) { $0 * (points[point] - points[$1]) }
  }

  private static func raised(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * base }
  }
}

/// Calls a kernel with an array to read.
func read(_ values: [Float], _ body: (UnsafePointer<Float>) -> Void) {
  unsafe values.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    unsafe body(base)
  }
}

/// Calls a kernel with an array of zeros to write, and returns it.
func write(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  var values = [Float](repeating: 0, count: count)
  unsafe values.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    unsafe body(base)
  }
  return values
}

/// As ``write(_:_:)``, at an address that is a multiple of 64.
func writeAligned(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  let memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
  defer { unsafe memory.deallocate() }
  let values = unsafe memory.initializeMemory(as: Float.self, repeating: 0, count: count)
  unsafe body(values)
  return unsafe Array(UnsafeBufferPointer(start: values, count: count))
}
