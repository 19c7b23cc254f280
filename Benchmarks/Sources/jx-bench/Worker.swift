internal import Foundation

/// A process that does steps of one contender when told to and sleeps in between.
final class Worker {
  /// The version that it reported.
  private(set) var version = ""
  /// The largest resident size that it reported, in bytes; nil where the system does not say.
  private(set) var peakMemory: Int?

  private let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let diagnostics: URL
  private var unread = Data()

  /// Starts the process and waits until it has warmed up.
  init(_ contender: Contender, arguments: [String]) throws {
    name = contender.name
    diagnostics = FileManager.default.temporaryDirectory.appending(path: "jx-bench-\(UUID().uuidString).log")
    try Data().write(to: diagnostics)
    process.executableURL = contender.executable
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: diagnostics)
    try process.run()
    version = try reply().version ?? ""
  }

  deinit {
    if process.isRunning { process.terminate() }
    try? FileManager.default.removeItem(at: diagnostics)
  }

  /// Does steps and returns the seconds of each.
  func steps(_ count: Int) throws -> [Double] {
    try input.fileHandleForWriting.write(contentsOf: Data("\(count)\n".utf8))
    let reply = try reply()
    guard let seconds = reply.seconds, seconds.count == count, seconds.allSatisfy({ $0 > 0 }) else {
      throw BenchmarkError("\(name) did not report \(count) durations")
    }
    peakMemory = reply.peakMemory
    return seconds
  }

  /// Ends the process and waits for it.
  func finish() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private func reply() throws -> WorkerReply {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = unread[unread.startIndex..<end]
        unread = Data(unread[(end + 1)...])
        return try JSONDecoder().decode(WorkerReply.self, from: Data(line))
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw failure }
      unread += more
    }
  }

  private var failure: BenchmarkError {
    process.waitUntilExit()
    let log = (try? String(contentsOf: diagnostics, encoding: .utf8)) ?? ""
    let tail = log.split(separator: "\n").suffix(3).joined(separator: "\n  ")
    return BenchmarkError("\(name) ended with status \(process.terminationStatus)\n  \(tail)")
  }
}
