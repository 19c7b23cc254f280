internal import Foundation
internal import Glibc

/// What time brings: a damaged snapshot, a clock that is set back, the number of a process that is used again.
extension CaseRunner {
  /// What happens to a file.
  private enum Damage: String, CaseIterable {
    case bit = "a bit flipped"
    case half = "cut to half its size"
    case emptied
    case removed
  }

  /// A file of the last snapshot of a killed run is damaged: the resume must go on from the one before, and say so.
  mutating func damageSnapshot() throws {
    let kill = FaultSettings(action: "kill")
    // Behind the second epoch, so that there is a snapshot before the last.
    let call = Int.random(in: (reference.log.count * 3 / 5)...(reference.log.count * 9 / 10), using: &random)
    let outcome = try bench.run(
      reference.config, registry, faults: kill.environment(root: registry, at: call))
    guard let run = try listed(after: outcome.output)?.first, let shown = try show(run.id) else { return }
    let part = ["values", "state", "state", "frozen"].randomElement(using: &random) ?? "state"
    guard let last = shown.snapshots.last, let file = last[part] as? [String: Any],
      let path = file["path"] as? String, let damage = Damage.allCases.randomElement(using: &random)
    else { return find("a run killed at call \(call) has no snapshot with its state") }
    result.place = "\(path) \(damage.rawValue), \(shown.epochs.count) epochs recorded"
    let whole = "\(registry)/\(run.id)/\(path)"
    let bytes = try Data(contentsOf: URL(filePath: whole))
    try apply(damage, to: whole)
    var resumed = try bench.resume(run.id, in: registry)
    result.resumes += 1
    if !resumed.errors.contains(path) { find("the resume said nothing of \(path): \(resumed.errors)") }
    if part == "frozen" {
      // No snapshot can do without it: the resume must refuse, and work once the file is back.
      if ![1, 66].contains(resumed.status) { find("jx resume without its frozen layers \(resumed.ending)") }
      try bytes.write(to: URL(filePath: whole))
      resumed = try bench.resume(run.id, in: registry)
    }
    guard resumed.status == 0 else { return find("jx resume \(resumed.ending)") }
    try judge(run.id)
  }

  private mutating func apply(_ damage: Damage, to path: String) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    switch damage {
    case .bit:
      bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case .half: bytes.removeLast(bytes.count / 2)
    case .emptied: bytes = []
    case .removed:
      unsafe unlink(path)
      return
    }
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// The wall clock is behind at the resume, or jumps back in the midst of it: durations and order must not suffer.
  mutating func setClockBack() throws {
    let kill = FaultSettings(action: "kill")
    let call = Int.random(in: 1...reference.log.count, using: &random)
    let shift = Int.random(in: 60...40_000_000, using: &random)
    let readings = Bool.random(using: &random) ? 0 : Int.random(in: 1...60, using: &random)
    result.place = "\(shift) s back behind \(readings) readings, after a kill at call \(call)"
    let first = try bench.run(reference.config, registry, faults: kill.environment(root: registry, at: call))
    var output = first.output
    if let run = try listed(after: output)?.first, run.status != "finished" {
      let clock = ["JX_FAULT_CLOCK": "-\(shift)", "JX_FAULT_CLOCK_AFTER": String(readings)]
      let second = try bench.resume(run.id, in: registry, faults: clock)
      result.resumes += 1
      if second.status != 0 { find("jx resume \(second.ending)") }
      output += second.output
      if let shown = try show(run.id) {
        let seconds = shown.epochs.flatMap { ($0["timings"] as? [String: Double] ?? [:]).values }
        if let negative = seconds.first(where: { $0 < 0 }) { find("a timing of \(negative) s is recorded") }
      }
    }
    try goOn(after: output)
  }

  /// The number of a killed run's process now belongs to another, living process: this one.
  mutating func reuseProcessNumber() throws {
    let kill = FaultSettings(action: "kill")
    let call = Int.random(in: (reference.log.count / 6)...reference.log.count, using: &random)
    let losesLock = Bool.random(using: &random)
    result.place = "after a kill at call \(call)" + (losesLock ? ", the lock's file lost" : "")
    let outcome = try bench.run(
      reference.config, registry, faults: kill.environment(root: registry, at: call))
    if let run = try listed(after: outcome.output)?.first, run.status != "finished" {
      let path = "\(registry)/\(run.id)/lock"
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      let changed = text.replacing(/"pid":\d+/, with: "\"pid\":\(getpid())")
      if changed == text { find("\(path) names no process: \(text.prefix(200))") }
      try Data(changed.utf8).write(to: URL(filePath: path))
      if losesLock { unsafe unlink(path) }
      try RegistryDatabase(registry: registry).rows("UPDATE attempts SET pid = \(getpid())")
    }
    try goOn(after: outcome.output)
  }

  /// While another process holds a run's lock, a resume must refuse and change nothing.
  mutating func holdLock() throws {
    let kill = FaultSettings(action: "kill")
    let call = Int.random(in: (reference.log.count / 6)...reference.log.count, using: &random)
    result.place = "after a kill at call \(call)"
    let outcome = try bench.run(
      reference.config, registry, faults: kill.environment(root: registry, at: call))
    if let run = try listed(after: outcome.output)?.first, run.status != "finished" {
      let file = unsafe open("\(registry)/\(run.id)/lock", O_RDWR | O_CLOEXEC)
      guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else { return find("the lock could not be taken") }
      if try listed(after: "")?.first?.status != "running" {
        find("a run that is held is not listed as running")
      }
      let before = try FolderContents.read(registry + "/" + run.id)
      let refused = try bench.resume(run.id, in: registry)
      if refused.status != 1 || !refused.errors.contains("is being worked on") {
        find("jx resume of a run that is held \(refused.ending)")
      }
      if try FolderContents.read(registry + "/" + run.id) != before {
        find("the refused resume changed files")
      }
      close(file)
    }
    try goOn(after: outcome.output)
  }
}
