internal import Experiments
internal import Foundation

/// Measures contenders in turn, round after round, so that whatever else the machine does meets all of them.
struct Comparison {
  /// All contenders; those that do not take part in a part sit it out.
  var contenders: [Contender]
  /// Turns of each contender.
  var rounds: Int
  /// The least duration of a turn.
  var secondsPerTurn: Double
  /// Threads that compute.
  var threads: Int
  /// Gets a line about what is being done.
  var report: (String) -> Void

  /// One part at one batch size; a contender that fails is reported and left out, unless it is the first.
  func measure(_ part: Part, batchSize: Int, clip: String) throws -> [Measurement] {
    var running: [(contender: Contender, worker: Worker, steps: Int)] = []
    for contender in contenders where contender.parts.contains(part) {
      report("\(part.rawValue), batch \(batchSize): starting \(contender.name)")
      let arguments = contender.arguments(for: part, batchSize: batchSize, threads: threads, clip: clip)
      do {
        let worker = try Worker(contender, arguments: arguments)
        let seconds = try worker.steps(1)[0]
        running.append((contender, worker, min(1000, max(2, Int((secondsPerTurn / seconds).rounded(.up))))))
      } catch {
        guard !running.isEmpty else { throw error }
        report("\(contender.name) is left out: \(error)")
      }
    }
    var seconds = [[Double]](repeating: [], count: running.count)
    for round in 1...rounds {
      report("\(part.rawValue), batch \(batchSize): round \(round) of \(rounds)")
      for (index, entry) in running.enumerated() {
        // The first step after the others' turns meets cold caches and sleeping threads.
        let turn = try entry.worker.steps(entry.steps + 1).dropFirst()
        seconds[index].append(Timings(Array(turn)).median)
      }
    }
    return try running.enumerated().map { index, entry in
      try entry.worker.finish()
      return Measurement(
        part, batchSize: batchSize, contender: entry.contender.name, worker: entry.worker,
        seconds: seconds[index],
        first: index == 0 ? nil : seconds[0])
    }
  }
}
