import Glibc
import Net
import Synchronization
import Testing

@Suite("A thread pool")
struct ThreadPoolTests {
  @Test("runs every task once, on workers it has", arguments: [1, 2, 5])
  func runsEveryTask(threads: Int) {
    let pool = ThreadPool(threads: threads)
    #expect(pool.threads == threads)
    for count in [0, 1, 2, 7, 300] {
      let seen = Mutex([Int](repeating: 0, count: count))
      let workers = Mutex(Set<Int>())
      pool.run(count) { task, worker in
        seen.withLock { $0[task] += 1 }
        workers.withLock { _ = $0.insert(worker) }
      }
      #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
      #expect(workers.withLock { $0.allSatisfy { (0..<threads).contains($0) } })
    }
  }

  @Test("survives thousands of short jobs in a row")
  func manyShortJobs() {
    let pool = ThreadPool(threads: 3)
    let total = Atomic<Int>(0)
    for _ in 0..<5000 {
      pool.run(4) { task, _ in total.add(task, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 5000 * 6)
  }

  @Test("flushes subnormal numbers on all its threads if asked to, and on no other", arguments: [1, 3])
  func subnormals(threads: Int) {
    let tiny = Mutex(Float.leastNormalMagnitude)
    func half() -> Float { tiny.withLock { $0 } / 2 }
    for flushes in [true, false] {
      let pool = ThreadPool(threads: threads, flushesSubnormals: flushes)
      for count in [1, 40] {
        let flushed = Mutex([Bool](repeating: !flushes, count: count))
        pool.run(count) { task, _ in
          usleep(1000)
          let isZero = half() == 0
          flushed.withLock { $0[task] = isZero }
        }
        #expect(flushed.withLock { $0 } == [Bool](repeating: flushes, count: count))
        #expect(half() > 0)
      }
    }
  }
}
