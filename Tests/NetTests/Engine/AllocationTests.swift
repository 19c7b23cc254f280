import Net
import Testing

#if canImport(Glibc)
  import Glibc

  @Suite("Memory of a training step")
  struct AllocationTests {
    /// In a process of its own, where nothing else allocates. Ten steps after the first three, which see OpenBLAS
    /// fetch its own buffers: what the program has from malloc and from the system is the same before and after, and
    /// nothing that comes and goes in between touches fresh pages.
    @Test("is all there after the first steps", arguments: TestedEngine.here)
    func stepAllocatesNothing(engine: TestedEngine) async {
      await #expect(processExitsWith: .success) { [engine] in
        let network = Network.vggish(width: 8, classes: 5)
        let plan = try engine.engine.compile(
          network, options: PlanOptions(maximumBatchSize: 16, threads: 2, training: .sigmoid))
        try plan.initialize(seed: 1)
        let batch = Batch(network, count: 16)
        var update = AdamUpdate(learningRate: 1e-4)
        update.maximumGradientNorm = 1
        func steps(_ count: Int) {
          for _ in 0..<count {
            let loss = plan.trainStep(
              batch.input.span, targets: batch.targets.span, count: 16, update: update)
            precondition(loss.isFinite)
          }
        }
        _ = try MemoryUse()
        steps(3)
        let before = try MemoryUse()
        steps(10)
        let after = try MemoryUse()
        // Steps that fetched the batch's activations anew would touch 6,500 pages; a thread that comes to a part of its
        // scratch memory late touches some hundred. Ten steps run 1,000 jobs of the pool, which would show in bytes.
        guard after.addressSpace == before.addressSpace, after.allocated - before.allocated < 4096,
          after.faults - before.faults < 2000
        else { exit(EXIT_FAILURE) }
        exit(EXIT_SUCCESS)
      }
    }
  }

  /// What the process uses at a moment.
  private struct MemoryUse {
    /// Pages of address space.
    let addressSpace: Int
    /// Bytes from malloc.
    let allocated: Int
    /// Pages touched for the first time since the start.
    let faults: Int

    init() throws {
      addressSpace = try Self.readAddressSpace()
      allocated = try Self.readAllocated()
      var usage = rusage()
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      faults = usage.ru_minflt
    }

    private static func readAddressSpace() throws -> Int {
      guard let file = unsafe fopen("/proc/self/statm", "r") else { throw SystemFailure() }
      defer { unsafe fclose(file) }
      var pages = 0
      while case let character = unsafe fgetc(file), (48...57).contains(character) {
        pages = pages * 10 + Int(character - 48)
      }
      return pages
    }

    /// What the C library has from the system less what is free, and mapped blocks. `malloc_info` reports them in XML,
    /// at the end for all arenas together; Swift imports nothing simpler.
    private static func readAllocated() throws -> Int {
      typealias Report = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
      guard let symbol = unsafe dlsym(nil, "malloc_info") else { throw SystemFailure() }
      let report = unsafe unsafeBitCast(symbol, to: Report.self)
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let status = unsafe bytes.withUnsafeMutableBytes { buffer in
        guard let file = unsafe fmemopen(buffer.baseAddress, buffer.count, "w") else { return Int32(-1) }
        defer { unsafe fclose(file) }
        return unsafe report(0, file)
      }
      guard status == 0 else { throw SystemFailure() }
      let lines = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).split(separator: "\n")
      func size(_ start: String) throws -> Int {
        let line = lines.last { $0.hasPrefix(start) } ?? ""
        guard let size = line.split(separator: "\"").compactMap({ Int($0) }).last else {
          throw SystemFailure()
        }
        return size
      }
      let free = try size("<total type=\"fast\"") + size("<total type=\"rest\"")
      return try size("<system type=\"current\"") - free + size("<total type=\"mmap\"")
    }
  }

  private struct SystemFailure: Error {}
#endif
