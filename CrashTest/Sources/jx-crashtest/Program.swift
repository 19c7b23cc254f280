internal import Foundation
internal import Glibc

/// A command line that is run as a user runs it.
struct Program: Sendable {
  /// How a process ended and what it printed.
  struct Outcome: Sendable {
    /// The exit code; nil if a signal ended it.
    var status: Int32?
    /// The signal that ended it.
    var signal: Int32?
    var output: String
    var errors: String
    /// It ran longer than any run may and was killed.
    var isStuck = false

    /// How it ended, for a finding.
    var ending: String {
      let how = signal.map { "was ended by signal \($0)" } ?? "ended with \(status ?? -1)"
      return errors.isEmpty ? how : "\(how): \(errors.suffix(600))"
    }
  }

  /// When to send a signal.
  struct Interruption: Sendable {
    var signal: Int32
    var after: Duration
  }

  let command: [String]
  let folder: String
  var environment: [String: String]

  private static let patience: Duration = .seconds(120)

  /// Runs it to its end, or until a signal ends it.
  func run(interruption: Interruption? = nil) throws -> Outcome {
    let base = FileManager.default.temporaryDirectory.appending(path: "jx-crash-\(UUID().uuidString)").path
    let paths = [base + ".out", base + ".err"]
    defer { for path in paths { unsafe unlink(path) } }
    for path in paths { try Data().write(to: URL(filePath: path)) }
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: paths[0]))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: paths[1]))
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    var isStuck = false
    var isInterrupted = false
    var (spent, waited) = (Duration.zero, Duration.zero)
    while process.isRunning {
      // What both slept through, when the machine was suspended, is no reason to lose patience.
      waited += min(clock.now - start - spent, .milliseconds(100))
      spent = clock.now - start
      if let interruption, !isInterrupted, spent >= interruption.after {
        kill(process.processIdentifier, interruption.signal)
        isInterrupted = true
      }
      if waited > Self.patience {
        isStuck = true
        kill(process.processIdentifier, SIGKILL)
      }
      usleep(200)
    }
    process.waitUntilExit()
    let isKilled = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: isKilled ? nil : process.terminationStatus,
      signal: isKilled ? process.terminationStatus : nil, output: try Self.text(paths[0]),
      errors: try Self.text(paths[1]), isStuck: isStuck)
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
