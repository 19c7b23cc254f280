internal import Foundation

/// A Python that may have the frameworks to compare with.
struct ReferencePython {
  /// The interpreter.
  let executable: URL
  /// Those of the wanted modules that it finds.
  let modules: Set<String>

  /// `Benchmarks/reference`.
  static let folder = package.appending(path: "reference")
  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The interpreter that `JX_BENCH_PYTHON` names, or that of `.venv-bench` beside `Benchmarks`; nil if there is none.
  ///
  /// - Throws: ``BenchmarkError`` if `JX_BENCH_PYTHON` names something that does not run.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    let own = Self.package.deletingLastPathComponent().appending(path: ".venv-bench/bin/python")
    if let named = environment["JX_BENCH_PYTHON"], !named.isEmpty {
      executable = URL(fileURLWithPath: named)
    } else if FileManager.default.isExecutableFile(atPath: own.path) {
      executable = own
    } else {
      return nil
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = executable
    process.arguments = [
      "-c",
      "import importlib.util as u; print(*[m for m in "
        + "('tensorflow','torch','librosa','resampy','soundfile') if u.find_spec(m)])",
    ]
    process.standardOutput = output
    do { try process.run() } catch {
      throw BenchmarkError("\(executable.path) does not run; JX_BENCH_PYTHON must name a Python interpreter")
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkError("\(executable.path) is no Python interpreter; JX_BENCH_PYTHON must name one")
    }
    modules = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
