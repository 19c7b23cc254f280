import Foundation
import Net
import Synchronization

@testable import Experiments

/// A registry, a cache and recordings for runs of a network four filters wide: an epoch takes a moment.
struct TinyTraining: Sendable {
  let data: ToneFolder
  let folder: TemporaryFolder
  let registry: Registry
  let cache: ExampleCache

  init(data: ToneFolder? = nil) throws {
    self.data = try data ?? ToneFolder()
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path + "/runs")
    cache = ExampleCache(folder: folder.path + "/cache")
  }

  /// Other recordings with the registry and cache of another.
  init(data: ToneFolder, sharing other: TinyTraining) {
    self.data = data
    folder = other.folder
    registry = other.registry
    cache = other.cache
  }

  /// The config as a text.
  func yaml(engine: EngineName = .openblas) -> String {
    """
    name: tiny
    seed: 3
    data: {folder: "\(data.path)", split: {validation: 0.2, test: 0.2}}
    model: {width: 2, hidden_units: 8}
    train: {epochs: 2, batch_size: 5, learning_rate: 1e-3, loss: softmax}
    snapshots: {keep_last: 1}
    compute: {engine: \(engine.rawValue), threads: 1}
    """
  }

  func preparation(_ overrides: [String] = [], engine: EngineName = .openblas) throws -> Preparation {
    try Preparation(
      RunConfig.parse(Array(yaml(engine: engine).utf8), path: "tiny.yaml", overrides: overrides))
  }

  /// A training that asks `stop` for leave at every step behind its beginning.
  func training(stop: StopWatch = StopWatch(), events: EventLog = EventLog()) -> TrainingRun {
    TrainingRun(
      registry: registry, cache: cache, isCancelled: { stop.isCancelled() },
      observe: { event in
        if case .began = event { stop.begin() }
        events.add(event)
      })
  }

  /// Starts a run.
  func start(
    _ overrides: [String] = [], engine: EngineName = .openblas, stop: StopWatch = StopWatch(),
    events: EventLog = EventLog()
  ) throws -> (id: RunID, outcome: RunOutcome) {
    try training(stop: stop, events: events).start(preparation(overrides, engine: engine))
  }

  /// Goes on with a run.
  @discardableResult
  func resume(
    _ id: RunID, epochs: Int? = nil, schedule: ScheduleContinuation? = nil, stop: StopWatch = StopWatch(),
    events: EventLog = EventLog()
  ) throws -> RunOutcome {
    try training(stop: stop, events: events).resume(id, epochs: epochs, schedule: schedule)
  }

  /// Takes the snapshots within epochs out of the registry, as if the process had been killed before they were written.
  func forgetSnapshotsWithinEpochs(of id: RunID) throws {
    let within = try registry.snapshots(of: id).filter { $0.position.batch != nil }
    let number = try registry.number(of: id)
    try registry.write { db in
      for snapshot in within {
        try SnapshotRows.apply(RetentionDecision(snapshot: snapshot, reasons: []), run: number, db)
      }
    }
  }

  /// What a run leaves behind, as far as it must not depend on how often it was stopped.
  func result(of id: RunID) throws -> RunResult { try RunResult(id, in: registry) }

  /// Whether the registry's folder holds a folder of any run.
  var hasRunFolders: Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: registry.directory)) ?? []
    return names.contains { RunID($0) != nil }
  }

  /// The names in a run's folder of snapshots.
  func snapshotNames(of id: RunID) throws -> [String] {
    let path = registry.folderPath(of: id) + "/snapshots"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}

/// Counts how often a training asks whether it shall stop, and says yes from a given time on.
final class StopWatch: Sendable {
  private let calls = Mutex<(count: Int, isCounting: Bool)>((0, false))
  private let limit: Int

  /// Says yes when asked for the `limit`th time, from 0 on, behind the beginning; never without one.
  init(after limit: Int = .max) { self.limit = limit }

  /// How often it was asked.
  var count: Int { calls.withLock { $0.count } }

  func begin() { calls.withLock { $0.isCounting = true } }

  func isCancelled() -> Bool {
    calls.withLock { calls in
      guard calls.isCounting else { return false }
      calls.count += 1
      return calls.count > limit
    }
  }
}

/// Keeps what a training reports.
final class EventLog: Sendable {
  private let kept = Mutex<[RunEvent]>([])

  func add(_ event: RunEvent) { kept.withLock { $0.append(event) } }

  var warnings: [String] {
    kept.withLock { events in
      events.compactMap { event in
        if case .warning(let text) = event { text } else { nil }
      }
    }
  }

  var notes: [String] {
    kept.withLock { events in
      events.compactMap { event in
        if case .note(let text) = event { text } else { nil }
      }
    }
  }

  /// Where the state within an epoch was saved.
  var savedStates: [SnapshotPosition] {
    kept.withLock { events in
      events.compactMap { event in
        if case .savedState(let position, _, _) = event { position } else { nil }
      }
    }
  }

  /// The examples that went through frozen layers, and those that were to.
  var activations: [(done: Int, total: Int)] {
    kept.withLock { events in
      events.compactMap { event in
        if case .activations(let done, let total) = event { (done, total) } else { nil }
      }
    }
  }

  /// Why a training ended early.
  var reasons: [String] {
    kept.withLock { events in
      events.compactMap { event in
        if case .stoppedEarly(let reason) = event { reason } else { nil }
      }
    }
  }

  /// The examples that were done when an epoch began or went on.
  var beginnings: [Int] {
    kept.withLock { events in
      events.compactMap { event in
        if case .epochBegan(_, _, _, let done) = event { done } else { nil }
      }
    }
  }
}
