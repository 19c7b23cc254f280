internal import Foundation

/// Works through one case: lets the fault strike, then goes on with the run as a user would, and judges what is left.
struct CaseRunner {
  let bench: Bench
  let reference: Reference
  let crashCase: CrashCase
  /// The case's registry.
  let registry: String
  var random: SeededRandom
  var result: CaseResult

  /// A case in a folder of its own.
  init(_ crashCase: CrashCase, bench: Bench, reference: Reference) throws {
    (self.bench, self.reference, self.crashCase) = (bench, reference, crashCase)
    registry = try bench.registry(crashCase.folderName)
    random = crashCase.random
    result = CaseResult(crashCase, place: "")
  }

  /// Runs the case to its end.
  mutating func run() throws -> CaseResult {
    switch crashCase.kind {
    case .killAtRandom: try killAtRandom()
    case .stopAtRandom: try stopAtRandom()
    case .killAtCallOfResume: try killAtCallOfResume()
    case .powerCut, .powerCutInPart, .powerCutInResume, .lyingDisk: try powerCut()
    case .fullFileSystem: try fillFileSystem()
    case .readOnlyRemount: try remountReadOnly()
    case .readOnlyAbort: try abortFileSystem()
    case .damagedSnapshot: try damageSnapshot()
    case .clockSetBack: try setClockBack()
    case .processNumberReused: try reuseProcessNumber()
    case .lockHeld: try holdLock()
    default: try strikeCall()
    }
    return result
  }

  /// Notes that something went wrong.
  mutating func find(_ text: String) { result.findings.append(text) }

  /// A process that met an error must say so and end in good order.
  mutating func expectOrderlyEnd(_ outcome: Program.Outcome, _ what: String) {
    if outcome.isStuck { find("\(what) got stuck") }
    if let signal = outcome.signal, signal != 9 { find("\(what) \(outcome.ending) (signal \(signal))") }
    if let status = outcome.status, status != 0, !outcome.errors.contains("error: ") {
      find("\(what) ended with \(status) and without a word of the error")
    }
  }

  /// A moment within the time that a run takes.
  mutating func moment() -> Duration { reference.duration * Double.random(in: 0...1, using: &random) }
}
