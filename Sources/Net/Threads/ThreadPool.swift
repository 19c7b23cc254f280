internal import CProcessor
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A fixed number of threads that run the tasks of one call side by side and sleep in between.
///
/// The calling thread takes part, so a pool of one starts no thread. Tasks are handed out one by one in order, whoever
/// is free takes the next: results must not depend on who runs what. Not for use from two threads at once, nor from
/// within a task. Waiting threads sleep (a spinning barrier collapses when another process takes a core), and the
/// caller waits only for threads that have begun to take tasks: one that wakes late, because something else runs on
/// its core, finds the call closed and does not hold it up. A call allocates nothing.
@safe
public final class ThreadPool {
  /// Threads that compute, the caller included.
  public let threads: Int
  private let shared: Shared
  private let flushesSubnormals: Bool
  private var handles: [pthread_t] = []

  /// A pool of `threads`, at least 1; fewer start if the system refuses more.
  ///
  /// - Parameters:
  ///   - threads: the threads that compute, the caller included.
  ///   - flushesSubnormals: whether tasks take and give numbers below 2⁻¹²⁶ (2⁻¹⁰²² in double precision) as zeros, on every
  ///     thread. Processors need a hundred times longer for one of those than for a number.
  public init(threads: Int, flushesSubnormals: Bool = false) {
    precondition(threads >= 1, "a pool of \(threads) threads")
    shared = Shared()
    self.flushesSubnormals = flushesSubnormals
    for worker in 1..<max(threads, 1) {
      let start = unsafe Unmanaged.passRetained(
        WorkerStart(shared: shared, worker: worker, flushesSubnormals: flushesSubnormals))
      var handle = pthread_t()
      let status = unsafe pthread_create(
        &handle, nil,
        { argument in
          #if canImport(Glibc)
            guard let argument = unsafe argument else { return nil }
          #endif
          let start = unsafe Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
          if start.flushesSubnormals { _ = flushSubnormals() }
          start.shared.work(as: start.worker)
          return nil
        }, start.toOpaque())
      guard status == 0 else {
        unsafe start.release()
        break
      }
      handles.append(handle)
    }
    self.threads = handles.count + 1
  }

  deinit {
    shared.stop()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Runs `body(task, worker)` for every task in `0..<count` and returns when all are done.
  ///
  /// - Parameters:
  ///   - count: the number of tasks.
  ///   - body: gets the task and the index of the thread that runs it (0 to ``threads`` − 1), for scratch memory.
  public func run(_ count: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
    let control = flushesSubnormals ? flushSubnormals() : nil
    defer { if let control { restoreFloatingPoint(control) } }
    guard count > 1, threads > 1 else {
      for task in 0..<max(count, 0) { body(task, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var body = body
      unsafe withUnsafePointer(to: &body) { pointer in
        unsafe shared.run(Job(count: count, body: pointer))
      }
    }
  }
}

/// The tasks of one call. The body stays with the caller, who waits until nobody uses it.
@unsafe
private struct Job {
  let count: Int
  let body: UnsafePointer<(Int, Int) -> Void>
}

/// What the threads share: the current job, guarded by a lock, and the next task's number.
///
/// `@unchecked Sendable`: `job`, `entered` and `isStopping` are only touched with `lock` held. A worker enters a job
/// under the lock while it is there; `run` removes it under the lock before it waits for those who have entered, so
/// that the body a worker calls outlives its use.
@safe
private final class Shared: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let done: UnsafeMutablePointer<pthread_cond_t>
  private let next = Atomic<Int>(0)
  private var job: Job?
  private var generation = 0
  private var entered = 0
  private var isStopping = false

  init() {
    unsafe lock = .allocate(capacity: 1)
    unsafe wake = .allocate(capacity: 1)
    unsafe done = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(wake, nil)
    unsafe pthread_cond_init(done, nil)
  }

  deinit {
    unsafe pthread_mutex_destroy(lock)
    unsafe pthread_cond_destroy(wake)
    unsafe pthread_cond_destroy(done)
    unsafe lock.deallocate()
    unsafe wake.deallocate()
    unsafe done.deallocate()
  }

  func run(_ job: Job) {
    unsafe pthread_mutex_lock(lock)
    unsafe self.job = job
    next.store(0, ordering: .relaxed)
    generation += 1
    unsafe pthread_cond_broadcast(wake)
    unsafe pthread_mutex_unlock(lock)

    unsafe takeTasks(job, worker: 0)

    unsafe pthread_mutex_lock(lock)
    unsafe self.job = nil
    while entered > 0 { unsafe pthread_cond_wait(done, lock) }
    unsafe pthread_mutex_unlock(lock)
  }

  func work(as worker: Int) {
    var seen = 0
    unsafe pthread_mutex_lock(lock)
    while !isStopping {
      guard let job = unsafe job, generation != seen else {
        unsafe pthread_cond_wait(wake, lock)
        continue
      }
      seen = generation
      entered += 1
      unsafe pthread_mutex_unlock(lock)

      unsafe takeTasks(job, worker: worker)

      unsafe pthread_mutex_lock(lock)
      entered -= 1
      if entered == 0 { unsafe pthread_cond_signal(done) }
    }
    unsafe pthread_mutex_unlock(lock)
  }

  func stop() {
    unsafe pthread_mutex_lock(lock)
    isStopping = true
    unsafe pthread_cond_broadcast(wake)
    unsafe pthread_mutex_unlock(lock)
  }

  private func takeTasks(_ job: Job, worker: Int) {
    while true {
      let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard unsafe task < job.count else { return }
      unsafe job.body.pointee(task, worker)
    }
  }
}

/// What a new thread needs to know.
private final class WorkerStart {
  let shared: Shared
  let worker: Int
  let flushesSubnormals: Bool

  init(shared: Shared, worker: Int, flushesSubnormals: Bool) {
    self.shared = shared
    self.worker = worker
    self.flushesSubnormals = flushesSubnormals
  }
}
