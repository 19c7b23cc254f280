internal import COpenBLAS
internal import Synchronization

/// Matrix products of OpenBLAS, and the one owner of its process-wide thread count.
///
/// OpenBLAS runs on the thread that calls it: its own pool beside ours would make both stall.
enum BLAS {
  private static let isPinned = Mutex(false)

  /// Limits OpenBLAS to the calling thread; further calls do nothing.
  static func pinToCallingThread() {
    isPinned.withLock { pinned in
      guard !pinned else { return }
      openblas_set_num_threads(1)
      pinned = true
    }
  }

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
    unsafe cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(depth), 1, a.values, Int32(a.stride), b.values, Int32(b.stride),
      accumulate ? 1 : 0, target, Int32(stride))
  }
}
