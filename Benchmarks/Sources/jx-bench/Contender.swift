internal import Experiments
internal import Foundation

/// One of the programs that are compared: a worker process to start for a part and batch size.
struct Contender {
  /// What people read in a column's head: `jx native`, `TensorFlow`.
  var name: String
  /// The parts it takes part in.
  var parts: Set<Part>
  /// The program.
  var executable: URL
  /// Its arguments before those of the protocol (``arguments(for:batchSize:threads:clip:)``).
  var leading: [String]

  /// The command line for a part.
  func arguments(for part: Part, batchSize: Int, threads: Int, clip: String) -> [String] {
    leading
      + (part == .features
        ? ["--clip", clip]
        : ["--mode", part.rawValue, "--batch", String(batchSize), "--threads", String(threads)])
  }

  /// Our engines, run by this program itself; the first is what the others are compared with.
  static func ours(_ engines: [String]) -> [Contender] {
    let program = URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    return engines.map {
      Contender(
        name: "jx " + $0, parts: [.train, .infer, .dense], executable: program,
        leading: ["serve", "--engine", $0])
    } + [
      Contender(
        name: "jx", parts: [.features], executable: program, leading: ["serve", "--mode", "features"])
    ]
  }

  /// Those of the other frameworks that a Python has.
  static func references(_ python: ReferencePython) -> [Contender] {
    func script(_ name: String, _ leading: [String], title: String, _ parts: Set<Part>) -> Contender {
      let path = ReferencePython.folder.appending(path: name).path
      return Contender(
        name: title, parts: parts, executable: python.executable, leading: [path] + leading + ["--serve"])
    }
    var contenders: [Contender] = []
    if python.modules.contains("tensorflow") {
      contenders.append(script("tensorflow_vggish.py", [], title: "TensorFlow", [.train, .infer, .dense]))
    }
    if python.modules.contains("torch") {
      contenders.append(script("pytorch_vggish.py", [], title: "PyTorch", [.train, .infer, .dense]))
    }
    if python.modules.isSuperset(of: ["librosa", "soundfile"]) {
      contenders.append(script("features.py", ["--with", "librosa"], title: "librosa, soxr_hq", [.features]))
    }
    if python.modules.isSuperset(of: ["resampy", "soundfile"]) {
      contenders.append(script("features.py", ["--with", "resampy"], title: "resampy, numpy", [.features]))
    }
    return contenders
  }
}
