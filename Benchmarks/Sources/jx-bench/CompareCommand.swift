internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx-bench compare`, the default: everything beside everything, in rounds.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measure our engines and the other frameworks in turn.",
    discussion: """
      Full-size VGGish with a head of 195 classes, Adam. Each contender is a process of its own; they take turns, \
      round after round. Ratios are taken within a round, so that they stand on a machine that does other things too. All \
      contenders of a batch size are in memory at once: up to 11 GB at 128.

      TensorFlow, PyTorch and librosa are measured where the Python that JX_BENCH_PYTHON names has them, or that of \
      .venv-bench, which Benchmarks/reference/setup.sh makes.
      """)

  @Option(
    name: .customLong("part"), help: "train, infer, dense or features. Repeatable (default: all).",
    transform: choice)
  var parts: [Part] = []
  @Option(help: "A batch size for training and inference. Repeatable (default: 16 to 128 and 1, 32, 128).")
  var batch: [Int] = []
  @Option(help: "Turns of each contender.")
  var rounds = 5
  @Option(help: "The least duration of a turn.")
  var secondsPerTurn = 2.0
  @Option(help: "Threads that compute, for every contender.")
  var threads = 2
  @Option(help: "Our engines, the first of which the others are compared with. Repeatable.")
  var engine = ["native", "openblas"]
  @Flag(help: "Leave the other frameworks out.")
  var alone = false
  @Flag(help: "Print JSON.")
  var json = false
  @Flag(help: "Print Markdown.")
  var markdown = false

  func validate() throws {
    guard rounds > 0, threads > 0, secondsPerTurn > 0, batch.allSatisfy({ $0 > 0 }), !engine.isEmpty else {
      throw ValidationError("Rounds, threads, batch sizes and seconds must be positive.")
    }
    if json && markdown { throw ValidationError("--json and --markdown exclude each other; take one.") }
  }

  func run() throws {
    var contenders = Contender.ours(engine)
    if !alone { contenders += try references() }
    let comparison = Comparison(
      contenders: contenders, rounds: rounds, secondsPerTurn: secondsPerTurn, threads: threads, report: note)
    let clip = try SyntheticClip()
    var report = Report(machine: .current, threads: threads, rounds: rounds, measurements: [])
    for part in parts.isEmpty ? Part.allCases : parts {
      for batchSize in batch.isEmpty || !part.isWholeNetwork ? part.batchSizes : batch {
        report.measurements += try comparison.measure(part, batchSize: batchSize, clip: clip.path)
      }
    }
    let text = json ? try report.json : report.text(markdown ? .markdown : .plain)
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  private func references() throws -> [Contender] {
    guard let python = try ReferencePython() else {
      note("jx alone: no .venv-bench (Benchmarks/reference/setup.sh makes it) and no JX_BENCH_PYTHON")
      return []
    }
    let contenders = Contender.references(python)
    note("beside jx: " + (contenders.isEmpty ? "nothing" : contenders.map(\.name).joined(separator: ", ")))
    return contenders
  }

  private func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}

extension Part {
  /// Whether `--batch` applies.
  fileprivate var isWholeNetwork: Bool { self == .train || self == .infer }
}
