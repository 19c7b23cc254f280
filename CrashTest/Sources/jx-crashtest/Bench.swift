internal import Foundation

/// Where the cases work: one folder with recordings, config and feature cache, and a registry for each case.
struct Bench: Sendable {
  /// The folder.
  let path: String

  private let jx: String
  private let shim: String

  /// Makes the folder with synthetic recordings.
  init(path: String, jx: String, shim: String) throws {
    (self.path, self.jx, self.shim) = (path, jx, shim)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for config in TestConfig.allCases {
      try Data(config.yaml.utf8).write(to: URL(filePath: path + "/" + config.fileName))
    }
    let outcome = try program([
      "data", "demo", "demo", "--classes", "3", "--recordings", "5", "--slices", "1", "--clip-seconds", "1",
    ]).run()
    guard outcome.status == 0 else { throw CrashTestError("jx data demo \(outcome.ending)") }
  }

  /// A new folder for a case's registry.
  func registry(_ name: String) throws -> String {
    let folder = "\(path)/cases/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder + "/runs"
  }

  /// A call of jx, with faults injected if a registry is given for them.
  func program(_ arguments: [String], faults: [String: String] = [:]) -> Program {
    var environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": path, "JX_CACHE": path + "/cache", "LC_ALL": "C.UTF-8",
    ]
    if !faults.isEmpty {
      environment["LD_PRELOAD"] = shim
      environment.merge(faults) { $1 }
    }
    return Program(command: [jx] + arguments, folder: path, environment: environment)
  }

  /// Starts a run in a registry.
  func run(
    _ config: TestConfig, _ registry: String, faults: [String: String] = [:],
    interruption: Program.Interruption? = nil
  ) throws -> Program.Outcome {
    try program(["run", config.fileName, "--registry", registry], faults: faults)
      .run(interruption: interruption)
  }

  /// Goes on with a run.
  func resume(
    _ id: String, in registry: String, faults: [String: String] = [:],
    interruption: Program.Interruption? = nil
  ) throws -> Program.Outcome {
    try program(["resume", id, "--registry", registry], faults: faults).run(interruption: interruption)
  }
}
