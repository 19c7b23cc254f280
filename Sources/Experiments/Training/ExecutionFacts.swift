internal import Foundation
internal import Net

/// Facts about program, machine and code that a result may depend on, in words.
enum ExecutionFacts {
  /// The facts of this process; those that can't be found are left out.
  static func current() -> [String: String] {
    var facts: [String: String] = [
      "command": CommandLine.arguments.joined(separator: " "),
      "working_directory": FileManager.default.currentDirectoryPath,
      "operating_system": ProcessInfo.processInfo.operatingSystemVersionString,
      "cores": String(ProcessInfo.processInfo.activeProcessorCount),
    ]
    facts["cpu"] = cpuModel()
    facts["processor"] = NetLibraries.processorLevel
    facts["program_sha256"] = (try? SHA256.hash(fileAt: "/proc/self/exe"))?.digest.hexadecimal
    for (name, version) in LibraryVersions.current() { facts["library \(name)"] = version }
    if let commit = git(["rev-parse", "HEAD"]) {
      facts["git_commit"] = commit
      facts["git_dirty"] = git(["status", "--porcelain"]).map { $0.isEmpty ? "no" : "yes" }
    }
    return facts
  }

  /// The working directory's difference from its git commit; nil outside a checkout or without a difference.
  static func codeDifference() -> String? {
    git(["diff", "HEAD"]).flatMap { $0.isEmpty ? nil : $0 + "\n" }
  }

  /// The CPU's name; nil where the system does not tell.
  static func cpuModel() -> String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// What git prints; nil if there is no git, no checkout, or it fails.
  private static func git(_ arguments: [String]) -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
