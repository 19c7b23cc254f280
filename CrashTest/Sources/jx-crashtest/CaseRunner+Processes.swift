internal import Glibc

/// Faults that strike a process: killed, stopped, or a call that fails.
extension CaseRunner {
  /// Up to three attempts are killed before one is left alone.
  mutating func killAtRandom() throws {
    let delays = (0..<Int.random(in: 1...3, using: &random)).map { _ in moment() }
    result.place = delays.map(Self.milliseconds).joined(separator: ", then ")
    let outcome = try bench.run(
      reference.config, registry, interruption: .init(signal: SIGKILL, after: delays[0]))
    result.hasStruck = outcome.signal != nil
    var output = outcome.output
    for delay in delays.dropFirst() {
      guard let run = try listed(after: output)?.first, run.status != "finished" else { break }
      let outcome = try bench.resume(
        run.id, in: registry, interruption: .init(signal: SIGKILL, after: delay))
      result.resumes += 1
      output += outcome.output
      if outcome.signal == nil, outcome.status != 0 { find("jx resume \(outcome.ending)") }
    }
    try goOn(after: output)
  }

  /// A stop in good order saves the state within the epoch.
  mutating func stopAtRandom() throws {
    let signal = Bool.random(using: &random) ? SIGTERM : SIGINT
    let delay = moment()
    result.place = "\(signal == SIGTERM ? "SIGTERM" : "SIGINT") after \(Self.milliseconds(delay))"
    let outcome = try bench.run(reference.config, registry, interruption: .init(signal: signal, after: delay))
    result.hasStruck = outcome.status == 130
    // Before jx listens, the signal ends it as it ends any process.
    if outcome.status != 0, outcome.status != 130, outcome.signal != signal {
      find("jx run \(outcome.ending)")
    }
    try goOn(after: outcome.output)
  }

  /// A run that was killed half-way is resumed, and the resume is killed at a call.
  mutating func killAtCallOfResume() throws {
    let kill = FaultSettings(action: "kill")
    result.place = "call \(crashCase.call) of \(reference.callCount(crashCase.kind))"
    let first = try bench.run(
      reference.config, registry, faults: kill.environment(root: registry, at: reference.firstKill))
    guard first.signal != nil else { return find("the run was not killed: \(first.ending)") }
    let second = try bench.resume(
      "last", in: registry, faults: kill.environment(root: registry, at: crashCase.call))
    result.hasStruck = second.signal != nil
    result.resumes += 1
    try goOn(after: first.output + second.output)
  }

  /// The run is killed at a call, or the call fails.
  mutating func strikeCall() throws {
    guard let settings = crashCase.kind.settings else {
      throw CrashTestError("\(crashCase.kind) strikes no call")
    }
    result.place = "call \(crashCase.call) of \(reference.callCount(crashCase.kind))"
    let outcome = try bench.run(
      reference.config, registry, faults: settings.environment(root: registry, at: crashCase.call))
    expectOrderlyEnd(outcome, "jx run")
    result.hasStruck = outcome.status != 0
    try goOn(after: outcome.output)
  }

  static func milliseconds(_ duration: Duration) -> String {
    let (seconds, rest) = duration.components
    return "\(seconds * 1000 + rest / 1_000_000_000_000_000) ms"
  }
}
