import Foundation
import Glibc

/// The built `jx`, run as a user runs it.
struct Program {
  /// What a process printed and how it ended.
  struct Outcome {
    /// The exit code; the signal's number plus 128 for a process that one killed.
    var status: Int32
    var output: String
    var errors: String

    /// The lines of the output.
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The binary beside the tests' own.
  static let path: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "jx").path
  }()

  /// A process that is still running.
  final class Running {
    private let process: Process
    private let outputPath: String
    private let errorPath: String

    fileprivate init(_ process: Process, outputPath: String, errorPath: String) {
      self.process = process
      self.outputPath = outputPath
      self.errorPath = errorPath
    }

    var isRunning: Bool { process.isRunning }

    /// What it has printed so far.
    var output: String { Self.text(outputPath) }

    /// Waits until the output holds a text; false if the process ends before, or after a minute.
    func waits(for text: String) -> Bool {
      let deadline = Date.now.addingTimeInterval(60)
      while Date.now < deadline {
        if output.contains(text) { return true }
        if !process.isRunning { return output.contains(text) }
        usleep(2_000)
      }
      return false
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; a process that takes longer than two minutes is killed.
    func finish() -> Outcome {
      let deadline = Date.now.addingTimeInterval(120)
      while process.isRunning {
        if Date.now > deadline { send(SIGKILL) }
        usleep(2_000)
      }
      process.waitUntilExit()
      let isKilled = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: process.terminationStatus + (isKilled ? 128 : 0), output: output, errors: Self.text(errorPath)
      )
    }

    deinit {
      for path in [outputPath, errorPath] { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func text(_ path: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
  }

  /// Starts a command line in a folder with an environment of its own.
  static func start(_ command: [String], in folder: String, environment: [String: String]) throws -> Running {
    let base = FileManager.default.temporaryDirectory.appending(path: "jx-output-\(UUID().uuidString)").path
    let (outputPath, errorPath) = (base + ".out", base + ".err")
    for path in [outputPath, errorPath] { try Data().write(to: URL(filePath: path)) }
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errorPath))
    try process.run()
    return Running(process, outputPath: outputPath, errorPath: errorPath)
  }
}
