internal import NetKernels

/// A tile of a matrix product that lives in registers: `rows` × 32 floats, two vectors a row.
///
/// Tiles are stacked from single rows by the type system, so that every row is a named local variable after
/// specialisation and no array or loop stands between the accumulators and the registers.
protocol RegisterTile {
  /// Rows of the tile.
  static var rows: Int { get }
  /// All zero.
  init()
  /// Row r from `c + r · rowStride` and, 16 columns further, `c + r · rowStride + halfStride`.
  init(_ c: UnsafePointer<Float>, rowStride: Int, halfStride: Int)
  /// Adds the outer product of a column (`a`, rows `rowStride` apart) and a row of 32 (`left`, `right`).
  mutating func add(_ a: UnsafePointer<Float>, rowStride: Int, _ left: Vector, _ right: Vector)
  /// Adds another tile.
  mutating func add(_ other: Self)
  /// The inverse of ``init(_:rowStride:halfStride:)``.
  func write(_ c: UnsafeMutablePointer<Float>, rowStride: Int, halfStride: Int)
  /// One step of Adam with this tile as the gradient; rows of the three arrays are 32 apart.
  func update(
    _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>,
    _ adam: AdamFactors)
  /// The sum of squares, lane by lane.
  var squares: Vector { get }
}

/// One row: 32 columns.
///
/// Generic over its half only so that no function to copy it, compiled for this vector unit, comes into being.
struct Row<Half> {
  fileprivate var left: Half
  fileprivate var right: Half
}

extension Row: RegisterTile where Half == Vector {
  @inline(__always) static var rows: Int { 1 }

  @inline(__always)
  init() {
    left = .zero
    right = .zero
  }

  @inline(__always)
  init(_ c: UnsafePointer<Float>, rowStride: Int, halfStride: Int) {
    left = load(c)
    right = load(c + halfStride)
  }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, rowStride: Int, _ left: Vector, _ right: Vector) {
    let scalar = Vector(repeating: a.pointee)
    self.left = fused(scalar, left, self.left)
    self.right = fused(scalar, right, self.right)
  }

  @inline(__always)
  mutating func add(_ other: Row) {
    left += other.left
    right += other.right
  }

  @inline(__always)
  func write(_ c: UnsafeMutablePointer<Float>, rowStride: Int, halfStride: Int) {
    store(left, c)
    store(right, c + halfStride)
  }

  @inline(__always)
  func update(
    _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>,
    _ adam: AdamFactors
  ) {
    updateParameters(left, w, m, v, adam)
    updateParameters(right, w + lanes, m + lanes, v + lanes, adam)
  }

  @inline(__always) var squares: Vector { fused(left, left, right * right) }
}

/// One tile upon another.
struct Stack<Upper: RegisterTile, Lower: RegisterTile>: RegisterTile {
  fileprivate var upper: Upper
  fileprivate var lower: Lower

  @inline(__always) static var rows: Int { Upper.rows &+ Lower.rows }

  @inline(__always)
  init() {
    upper = Upper()
    lower = Lower()
  }

  @inline(__always)
  init(_ c: UnsafePointer<Float>, rowStride: Int, halfStride: Int) {
    upper = Upper(c, rowStride: rowStride, halfStride: halfStride)
    lower = Lower(c + Upper.rows &* rowStride, rowStride: rowStride, halfStride: halfStride)
  }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, rowStride: Int, _ left: Vector, _ right: Vector) {
    upper.add(a, rowStride: rowStride, left, right)
    lower.add(a + Upper.rows &* rowStride, rowStride: rowStride, left, right)
  }

  @inline(__always)
  mutating func add(_ other: Stack) {
    upper.add(other.upper)
    lower.add(other.lower)
  }

  @inline(__always)
  func write(_ c: UnsafeMutablePointer<Float>, rowStride: Int, halfStride: Int) {
    upper.write(c, rowStride: rowStride, halfStride: halfStride)
    lower.write(c + Upper.rows &* rowStride, rowStride: rowStride, halfStride: halfStride)
  }

  @inline(__always)
  func update(
    _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>,
    _ adam: AdamFactors
  ) {
    upper.update(w, m, v, adam)
    let below = Upper.rows &* 32
    lower.update(w + below, m + below, v + below, adam)
  }

  @inline(__always) var squares: Vector { upper.squares + lower.squares }
}

typealias Tile1 = Row<Vector>
typealias Tile2 = Stack<Tile1, Tile1>
typealias Tile3 = Stack<Tile2, Tile1>
typealias Tile4 = Stack<Tile2, Tile2>
typealias Tile5 = Stack<Tile4, Tile1>
typealias Tile6 = Stack<Tile4, Tile2>
typealias Tile7 = Stack<Tile4, Tile3>
typealias Tile8 = Stack<Tile4, Tile4>
typealias Tile9 = Stack<Tile8, Tile1>
typealias Tile10 = Stack<Tile8, Tile2>
typealias Tile11 = Stack<Tile8, Tile3>
typealias Tile12 = Stack<Tile8, Tile4>
