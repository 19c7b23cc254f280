/// Matrix products of OpenBLAS.
///
/// They run on the thread that calls them: OpenBLAS's own pool beside ours would make both stall.
enum BLAS {
  /// A row-major operand; `stride` is the distance of its rows in memory.
  @unsafe
  struct Operand {
    var values: UnsafePointer<Float>
    var stride: Int
    var isTransposed = false
  }

  /// Computes `target ← a · b`, or `target ← target + a · b` with `accumulate`.
  ///
  /// - Parameters:
  ///   - rows: rows of the product.
  ///   - columns: columns of the product.
  ///   - depth: columns of `a`, rows of `b`, behind their transposition.
  static func multiply(
    _ a: Operand, _ b: Operand, rows: Int, columns: Int, depth: Int, accumulate: Bool = false,
    into target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    guard case .success(let library) = OpenBLASLibrary.loaded else {
      preconditionFailure("a product before OpenBLASEngine.compile loaded the library")
    }
    typealias Layout = OpenBLASLibrary.Layout
    unsafe library.multiply(
      Layout.rowMajor, a.isTransposed ? Layout.transposed : Layout.plain,
      b.isTransposed ? Layout.transposed : Layout.plain, CInt(rows), CInt(columns), CInt(depth), 1, a.values,
      CInt(a.stride), b.values, CInt(b.stride), accumulate ? 1 : 0, target, CInt(stride))
  }
}
