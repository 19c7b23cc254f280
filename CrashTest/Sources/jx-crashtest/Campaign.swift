internal import Foundation
internal import Synchronization

/// All cases of a call: chosen by seed, worked through by several threads.
struct Campaign: Sendable {
  let bench: Bench
  let references: [TestConfig: Reference]
  let cases: [CrashCase]
  let jobs: Int

  private struct Progress {
    var next = 0
    var results: [CaseResult] = []
    var failure: (any Error)?
  }

  /// Chooses a kind's share of so many cases: every call if there are no more, else calls spread over all of them.
  init(
    bench: Bench, references: [TestConfig: Reference], kinds: [FaultKind], count: Int, seed: UInt64, jobs: Int
  ) {
    (self.bench, self.references, self.jobs) = (bench, references, jobs)
    var cases: [CrashCase] = []
    for (position, kind) in FaultKind.allCases.enumerated() where kinds.contains(kind) {
      var choice = SeededRandom(seed: seed, stream: -position - 1)
      let wanted = max(1, Int((Double(count) * kind.share).rounded()))
      for (place, config) in TestConfig.allCases.enumerated() {
        let calls = references[config]?.callCount(kind) ?? 0
        // Half of the cases for each of the two runs, one for the second where one is wanted.
        let half = (wanted + place) / TestConfig.allCases.count
        let number = calls > 0 ? min(half, calls) : half
        for index in 0..<number {
          var call = 0
          if calls > 0 {
            let (first, last) = (index * calls / number + 1, (index + 1) * calls / number)
            call = Int.random(in: first...last, using: &choice)
          }
          let caseNumber = cases.count { $0.kind == kind } + 1
          cases.append(
            CrashCase(
              kind: kind, number: caseNumber, config: config, call: call,
              random: SeededRandom(seed: seed, stream: position << 32 + caseNumber)))
        }
      }
    }
    self.cases = cases
  }

  /// Works through all cases; `report` is called with every result, one at a time.
  func run(report: @escaping @Sendable (CaseResult, Int) -> Void) throws -> [CaseResult] {
    let progress = Mutex(Progress())
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        let index = progress.withLock { progress in
          defer { progress.next += 1 }
          return progress.failure == nil ? progress.next : cases.count
        }
        guard index < cases.count else { return }
        do {
          let result = try run(cases[index])
          progress.withLock { progress in
            progress.results.append(result)
            report(result, progress.results.count)
          }
        } catch {
          progress.withLock { $0.failure = error }
        }
      }
    }
    return try progress.withLock { progress in
      if let failure = progress.failure { throw failure }
      return progress.results
    }
  }

  /// One case; its folder stays if something was lost.
  private func run(_ crashCase: CrashCase) throws -> CaseResult {
    guard let reference = references[crashCase.config] else {
      throw CrashTestError("no reference for \(crashCase.config)")
    }
    var runner = try CaseRunner(crashCase, bench: bench, reference: reference)
    let result = try runner.run()
    if !result.isLost || crashCase.kind.isControl {
      try FileManager.default.removeItem(at: URL(filePath: runner.registry).deletingLastPathComponent())
    }
    return result
  }
}
