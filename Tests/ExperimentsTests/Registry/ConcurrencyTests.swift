import Foundation
import Testing

@testable import Experiments

/// Several processes on one registry at once, which none of them has made before.
@Suite("Registry, many processes", .serialized)
struct ConcurrencyTests {
  private static let processCount = 16
  private static let epochCount = 12

  @Test("sixteen open, migrate, record and read one registry at once: none waits in vain, no row is lost")
  func sixteen() async throws {
    let folder = try TemporaryFolder()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<Self.processCount {
        group.addTask { [path = folder.path] in
          await #expect(processExitsWith: .success) { [path = path as String, number = number as Int] in
            try Self.work(path, number)
          }
        }
      }
    }
    let registry = try Registry(directory: folder.path)
    let runs = try registry.runs()
    #expect(runs.count == Self.processCount)
    #expect(Set(runs.map(\.id)).count == Self.processCount)
    #expect(Set(runs.map(\.name)) == Set((0..<Self.processCount).map { "run \($0)" }))
    for run in runs {
      #expect((run.status, run.epochCount) == (.finished, Self.epochCount))
      #expect(try registry.epochs(of: run.id).map(\.epoch) == Array(1...Self.epochCount))
      #expect(try registry.folder(of: run.id).readEpochs().epochs.count == Self.epochCount)
      #expect(try registry.evaluations(of: run.id).count == 1)
    }
  }

  private static func work(_ path: String, _ number: Int) throws {
    let registry = try Registry(directory: path)
    let handle = try registry.createRun(SampleRun.make(name: "run \(number)"))
    for epoch in 1...epochCount {
      try handle.recordEpoch(SampleRun.epoch(epoch), snapshot: nil)
      let runs = try registry.runs()
      #expect(runs.contains { $0.id == handle.id && $0.epochCount == epoch && $0.status == .running })
      #expect(!runs.contains { $0.status == .crashed })
      try registry.changeTags(of: try #require(runs.randomElement()).id, adding: ["seen by \(number)"])
    }
    try handle.recordEvaluation(SampleRun.evaluation(0.5))
    try handle.finish(.finished)
  }

  @Test("threads of one process share a registry and a run")
  func threads() async throws {
    let folder = try TemporaryFolder()
    let registry = try Registry(directory: folder.path)
    let handle = try registry.createRun(SampleRun.make())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          for round in 0..<10 {
            try handle.recordWarning("\(number) \(round)")
            _ = try registry.runs()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try registry.details(of: handle.id).warnings.map(\.text)).count == 80)
  }
}
