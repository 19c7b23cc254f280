import Foundation
import Synchronization

/// A folder to run `jx` in, with a cache of its own and, on request, recordings and a config.
final class Workbench: Sendable {
  /// The recordings of all tests: three species, five recordings each of one clip of a second.
  private static let demo = Result {
    let bench = try Workbench()
    let outcome = try bench.jx(
      "data", "demo", "demo", "--classes", "3", "--recordings", "5", "--slices", "1", "--clip-seconds", "1")
    guard outcome.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    bench.removeAtExit()
    return bench
  }

  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "jx-cli-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  private static let sharedPaths = Mutex<[String]>([])

  /// Has the folder removed when the tests' process ends: nothing else ends a value that all tests share.
  func removeAtExit() {
    let isFirst = Self.sharedPaths.withLock { paths in
      paths.append(path)
      return paths.count == 1
    }
    guard isFirst else { return }
    atexit {
      for path in Workbench.sharedPaths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  /// A folder with a copy of the demo recordings in `demo` and a config for them in `tiny.yaml`.
  static func withRecordings() throws -> Workbench {
    let bench = try Workbench()
    try FileManager.default.copyItem(atPath: demo.get().path + "/demo", toPath: bench.path + "/demo")
    try bench.write(tinyConfig, to: "tiny.yaml")
    return bench
  }

  /// A network of two filters, a step of five examples: a run takes a moment.
  static let tinyConfig = """
    name: tiny
    seed: 3
    data:
      folder: demo
      split: {validation: 0.2, test: 0.2}
    model:
      width: 2
      hidden_units: 8
    train:
      epochs: 2
      batch_size: 3
      learning_rate: 1e-3
      loss: softmax
    compute: {engine: openblas, threads: 1}

    """

  /// The environment of its processes.
  var environment: [String: String] { ["JX_CACHE": path + "/cache"] }

  /// Runs `jx` to its end.
  func jx(_ arguments: String...) throws -> Program.Outcome { try begin(arguments).finish() }

  /// Starts `jx`, behind another command if one is given.
  func begin(_ arguments: [String], behind prefix: [String] = []) throws -> Program.Running {
    try Program.start(prefix + [Program.path] + arguments, in: path, environment: environment)
  }

  /// Starts another program in the folder.
  func begin(_ arguments: [String], of program: String) throws -> Program.Running {
    try Program.start([program] + arguments, in: path, environment: environment)
  }

  func write(_ text: String, to name: String) throws {
    let whole = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: whole.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: whole)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path + "/" + name)))
  }

  /// The names in the folder or one below it, sorted.
  func names(in folder: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
  }

  /// The ids of the runs' folders in a registry.
  func runFolders(in registry: String = "runs") -> [String] {
    names(in: registry).filter { $0.count == 8 && $0.allSatisfy(\.isHexDigit) }
  }
}
