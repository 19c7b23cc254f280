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
/// within a task. Waiting threads sleep (a spinning barrier collapses when another process takes a core).
@safe
public final class ThreadPool {
  /// Threads that compute, the caller included.
  public let threads: Int
  private let shared: Shared
  private var handles: [pthread_t] = []

  /// A pool of `threads`, at least 1; fewer start if the system refuses more.
  public init(threads: Int) {
    precondition(threads >= 1, "a pool of \(threads) threads")
    shared = Shared()
    for worker in 1..<max(threads, 1) {
      let start = unsafe Unmanaged.passRetained(WorkerStart(shared: shared, worker: worker))
      var handle = pthread_t()
      let status = unsafe pthread_create(
        &handle, nil,
        { argument in
          #if canImport(Glibc)
            guard let argument = unsafe argument else { return nil }
          #endif
          let start = unsafe Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
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
    guard count > 1, threads > 1 else {
      for task in 0..<max(count, 0) { body(task, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      shared.run(count, helpers: handles.count, body)
    }
  }
}

/// What the threads share: the current job, guarded by a lock, and the next task's number.
///
/// `@unchecked Sendable`: `job`, `generation`, `busy` and `isStopping` are only touched with `lock` held, except that
/// a worker calls the body it took under the lock, which `run` keeps alive until `busy` is 0 again.
@safe
private final class Shared: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let done: UnsafeMutablePointer<pthread_cond_t>
  private let next = Atomic<Int>(0)
  private var job: (count: Int, body: (Int, Int) -> Void)?
  private var generation = 0
  private var busy = 0
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

  func run(_ count: Int, helpers: Int, _ body: @escaping (Int, Int) -> Void) {
    unsafe pthread_mutex_lock(lock)
    job = (count, body)
    next.store(0, ordering: .relaxed)
    generation += 1
    busy = helpers
    unsafe pthread_cond_broadcast(wake)
    unsafe pthread_mutex_unlock(lock)

    takeTasks(count, body, worker: 0)

    unsafe pthread_mutex_lock(lock)
    while busy > 0 { unsafe pthread_cond_wait(done, lock) }
    job = nil
    unsafe pthread_mutex_unlock(lock)
  }

  func work(as worker: Int) {
    var seen = 0
    while takePart(as: worker, after: &seen) {
      unsafe pthread_mutex_lock(lock)
      busy -= 1
      if busy == 0 { unsafe pthread_cond_signal(done) }
      unsafe pthread_mutex_unlock(lock)
    }
  }

  /// Waits for a job newer than `seen` and takes tasks of it; false if there will be none.
  ///
  /// A function of its own, so that its reference to the body is gone before the worker says that it is done.
  @inline(never)
  private func takePart(as worker: Int, after seen: inout Int) -> Bool {
    unsafe pthread_mutex_lock(lock)
    while generation == seen && !isStopping { unsafe pthread_cond_wait(wake, lock) }
    seen = generation
    let job = isStopping ? nil : self.job
    unsafe pthread_mutex_unlock(lock)
    guard let job else { return false }
    takeTasks(job.count, job.body, worker: worker)
    return true
  }

  func stop() {
    unsafe pthread_mutex_lock(lock)
    isStopping = true
    unsafe pthread_cond_broadcast(wake)
    unsafe pthread_mutex_unlock(lock)
  }

  private func takeTasks(_ count: Int, _ body: (Int, Int) -> Void, worker: Int) {
    while true {
      let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard task < count else { return }
      body(task, worker)
    }
  }
}

/// What a new thread needs to know.
private final class WorkerStart {
  let shared: Shared
  let worker: Int

  init(shared: Shared, worker: Int) {
    self.shared = shared
    self.worker = worker
  }
}
