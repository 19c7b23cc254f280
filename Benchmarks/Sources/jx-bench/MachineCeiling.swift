internal import Experiments
internal import Foundation
internal import MachineLimits
internal import Net

/// What the machine can do at best with some threads, measured: the best of several short runs.
///
/// Needs the vector unit of the native engine, which its loops are compiled for.
struct MachineCeiling: CustomStringConvertible {
  /// Single precision multiplications and additions per second, fused, in registers.
  let operationsPerSecond: Double
  /// Bytes per second that a pass reads.
  let bytesReadPerSecond: Double
  /// Bytes per second that a pass reads and writes in place, both counted.
  let bytesUpdatedPerSecond: Double

  /// Takes about two seconds.
  init(threads: Int) {
    let pool = ThreadPool(threads: threads)
    let rounds = 2_000_000
    let arithmetic = Self.shortest(runs: 10) {
      pool.run(threads) { task, _ in
        Self.use(multiplyAdd(rounds: rounds, factor: 0.5 + Float(task) * 0.01))
      }
    }
    operationsPerSecond = Double(threads * rounds * multiplyAddOperationsPerRound) / arithmetic

    // Beyond any cache, as the weights and moments of a full-size step are.
    let count = 1 << 26
    let pieces = 8 * threads
    let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    defer { unsafe values.deallocate() }
    unsafe values.initialize(repeating: 1)
    func piece(_ task: Int) -> Range<Int> {
      let length = count / pieces / 64 * 64
      return task * length..<(task + 1) * length
    }
    let bytes = Double(4 * pieces * piece(0).count)
    let reading = Self.shortest(runs: 10) {
      pool.run(pieces) { task, _ in
        Self.use(unsafe readAll(UnsafeBufferPointer(rebasing: values[piece(task)])))
      }
    }
    bytesReadPerSecond = bytes / reading
    let updating = Self.shortest(runs: 10) {
      pool.run(pieces) { task, _ in
        unsafe scale(UnsafeMutableBufferPointer(rebasing: values[piece(task)]), by: 1.0001)
      }
    }
    bytesUpdatedPerSecond = 2 * bytes / updating
  }

  var description: String {
    String(
      format: "Limits: %.0f GFLOP/s fused, %.1f GB/s read, %.1f GB/s read and written.",
      operationsPerSecond / 1e9,
      bytesReadPerSecond / 1e9, bytesUpdatedPerSecond / 1e9)
  }

  private static func shortest(runs: Int, _ body: () -> Void) -> Double {
    var shortest = Double.infinity
    for _ in 0..<runs {
      let start = ContinuousClock.now
      body()
      let time = (ContinuousClock.now - start).components
      shortest = min(shortest, Double(time.seconds) + 1e-18 * Double(time.attoseconds))
    }
    return shortest
  }

  /// Keeps the compiler from dropping a result.
  @inline(never)
  private static func use(_ value: Float) {
    if value == .infinity { FileHandle.standardError.write(Data("infinite sum\n".utf8)) }
  }
}
