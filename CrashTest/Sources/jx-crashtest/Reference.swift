internal import Foundation

/// The run that nothing happens to: what all others must come to, and where faults can strike.
struct Reference: Sendable {
  /// What is run.
  let config: TestConfig
  /// What it leaves behind.
  let contents: RunContents
  /// How long it takes.
  let duration: Duration
  /// Its calls, for power cuts.
  let log: OperationLog
  /// The calls of a run that was killed and of its resume.
  let resumeLog: OperationLog

  private var counts: [FaultSettings: Int] = [:]

  /// The call at which a run is killed whose resume is struck.
  var firstKill: Int { log.count / 2 }

  /// Runs in a bench what these kinds of faults need to know.
  init(_ config: TestConfig, _ bench: Bench, kinds: [FaultKind]) throws {
    self.config = config
    // Computes the features, so that later runs take the same time.
    _ = try Self.finish(config, bench, "warm-up")
    let start = ContinuousClock.now
    contents = try Self.finish(config, bench, "reference")
    duration = ContinuousClock.now - start
    let differences = try Self.finish(config, bench, "repeated").differences(from: contents)
    guard differences.isEmpty else {
      throw CrashTestError(
        "two runs that nothing happened to differ: " + differences.joined(separator: "; "))
    }
    log = try Self.log(config, bench)
    resumeLog = try Self.resumeLog(config, bench, killedAt: log.count / 2)
    for settings in Set(kinds.compactMap(\.settings)) {
      counts[settings] = try Self.count(config, bench, settings)
    }
  }

  /// The calls that a kind of fault can strike; 0 for those that don't strike at a call.
  func callCount(_ kind: FaultKind) -> Int {
    switch kind {
    case .powerCut, .powerCutInPart, .lyingDisk: log.operations.count
    case .powerCutInResume: resumeLog.operations.count
    case .killAtCallOfResume: resumeLog.count
    default: kind.settings.flatMap { counts[$0] } ?? 0
    }
  }

  private static func finish(_ config: TestConfig, _ bench: Bench, _ name: String) throws -> RunContents {
    let registry = try bench.registry("\(config)-\(name)")
    try expectSuccess(bench.run(config, registry), "jx run")
    let shown = try bench.program(["show", "last", "--json", "--registry", registry]).run()
    try expectSuccess(shown, "jx show")
    let run = try ShownRun(shown.output)
    return try RunContents(folder: "\(registry)/\(run.id)", shown: run)
  }

  /// The log of a run; proven whole by building the registry's folder from it.
  private static func log(_ config: TestConfig, _ bench: Bench) throws -> OperationLog {
    let registry = try bench.registry("\(config)-logged")
    let path = registry + ".log"
    try expectSuccess(
      bench.run(config, registry, faults: ["JX_FAULT_ROOT": registry, "JX_FAULT_LOG": path]), "jx run")
    let log = try OperationLog(path: path, root: registry)
    let model = DiskModel(log.operations).contents(losing: .nothing).files
    let found = try FolderContents.read(registry)
    let paths = Set(model.keys).union(found.keys)
    if let path = paths.sorted().first(where: { model[$0] != found[$0] }) {
      throw CrashTestError("the log of calls does not tell all that happened to \(path)")
    }
    return log
  }

  private static func resumeLog(
    _ config: TestConfig, _ bench: Bench, killedAt call: Int
  ) throws -> OperationLog {
    let registry = try bench.registry("\(config)-logged-resume")
    let path = registry + ".log"
    var faults = FaultSettings(action: "kill").environment(root: registry, at: call)
    faults["JX_FAULT_LOG"] = path
    guard try bench.run(config, registry, faults: faults).signal != nil else {
      throw CrashTestError("a run was not killed at call \(call)")
    }
    faults["JX_FAULT_AT"] = "0"
    try expectSuccess(bench.resume("last", in: registry, faults: faults), "jx resume")
    return try OperationLog(path: path, root: registry)
  }

  private static func count(
    _ config: TestConfig, _ bench: Bench, _ settings: FaultSettings
  ) throws -> Int {
    let registry = try bench.registry(
      "\(config)-count-\(settings.action)-\(settings.path?.filter(\.isLetter) ?? "")")
    var faults = settings.environment(root: registry, at: 0)
    faults["JX_FAULT_LOG"] = registry + ".log"
    try expectSuccess(bench.run(config, registry, faults: faults), "jx run")
    return try OperationLog(path: registry + ".log", root: registry).count
  }

  private static func expectSuccess(_ outcome: Program.Outcome, _ what: String) throws {
    guard outcome.status == 0 else { throw CrashTestError("\(what) \(outcome.ending)") }
  }
}
