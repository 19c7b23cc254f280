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
}
