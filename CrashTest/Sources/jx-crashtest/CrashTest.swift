internal import ArgumentParser
internal import Foundation

/// `jx-crashtest`: has every fault strike small runs and proves that a resume brings them to the same bits.
@main
struct CrashTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jx-crashtest",
    abstract: "Kills and breaks small runs of jx in every way, resumes them and compares bits.",
    discussion: """
      For example: jx-crashtest --jx .build/release/jx --shim CrashTest/.build/faults.so --count 200. Exits with 1 if \
      anything was lost; the folders of such cases stay for a look.
      """)

  @Option(help: ArgumentHelp("The jx to test.", valueName: "file"))
  var jx: String

  @Option(help: ArgumentHelp("The library that injects faults.", valueName: "file"))
  var shim: String

  @Option(
    help: ArgumentHelp(
      "Kills at random moments, kills at file system calls and power cuts; of the other kinds a quarter or a tenth.",
      valueName: "n"))
  var count = 200

  @Option(help: ArgumentHelp("From which all choices follow.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Only kinds whose name holds this text; can be given again.", valueName: "text"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Cases worked on at once.", valueName: "n"))
  var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)

  @Option(
    help: ArgumentHelp(
      "Where the cases work; a new folder that is removed if nothing was lost.", valueName: "folder"))
  var folder: String?

  @Option(help: ArgumentHelp("Write the report as JSON.", valueName: "file"))
  var report: String?

  func validate() throws {
    guard count > 0, jobs > 0 else { throw ValidationError("--count and --jobs take at least 1") }
    for path in [jx, shim] where !FileManager.default.isReadableFile(atPath: path) {
      throw ValidationError("\(path) is not there; `make crashtest` builds it")
    }
    guard !kinds.isEmpty else {
      throw ValidationError(
        "no fault is named so; there are: " + FaultKind.allCases.map(\.rawValue).joined(separator: "; "))
    }
  }

  private var kinds: [FaultKind] {
    FaultKind.allCases.filter { kind in
      only.isEmpty || only.contains { kind.rawValue.contains($0) || "\(kind)" == $0 }
    }
  }

  func run() throws {
    let path =
      folder
      ?? FileManager.default.temporaryDirectory.appending(path: "jx-crashtest-\(UUID().uuidString)").path
    let bench = try Bench(path: path, jx: absolute(jx), shim: absolute(shim))
    let possible = kinds.filter { !$0.needsMounting || Mount.isPossible }
    for kind in kinds where !possible.contains(kind) {
      note("left out, since mounting takes the superuser: \(kind.rawValue)")
    }
    var references: [TestConfig: Reference] = [:]
    for config in TestConfig.allCases {
      references[config] = try Reference(config, bench, kinds: possible)
    }
    let campaign = Campaign(
      bench: bench, references: references, kinds: possible, count: count, seed: seed, jobs: jobs)
    let (start, total) = (ContinuousClock.now, campaign.cases.count)
    let results = try campaign.run { result, done in
      if result.isLost, !result.kind.isControl {
        note("lost: \(result.kind.rawValue), case \(result.number) (\(result.place)): \(result.findings[0])")
      }
      guard done % 50 == 0 || done == total else { return }
      let seconds = Double((ContinuousClock.now - start).components.seconds) + 0.5
      let rate = Double(done) / seconds
      let left = Int(Double(total - done) / rate)
      note("\(done) of \(total) cases, \((rate * 10).rounded() / 10) a second, \(left) s left")
    }
    let outcome = Report(seed: seed, results: results)
    print(outcome.text, terminator: "")
    if let report { try outcome.json().write(to: URL(filePath: report)) }
    if outcome.isGood {
      try FileManager.default.removeItem(atPath: path)
    } else {
      note("the folders of lost cases are in \(path)/cases")
      throw ExitCode(1)
    }
  }

  private func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }

  private func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
