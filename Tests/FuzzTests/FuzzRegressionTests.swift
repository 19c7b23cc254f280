import Foundation
import Testing

/// The fuzzer's corpus and what it once found, with mutations that are the same in each run.
@Suite("Readers of foreign bytes, fuzzed")
struct FuzzRegressionTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzzing/Corpus")
  private static let mutations = 60
  /// Deflate's most, and varints of one byte that become elements of eight.
  private static let largestGrowth = 1032 * 8

  private func cpuSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test("are read or refused in a moment, without much growth", arguments: FuzzTarget.allCases)
  func corpus(target: FuzzTarget) throws {
    let folder = Self.corpus.appending(path: target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    #expect(!files.isEmpty)
    for file in files {
      let sample = Array(try Data(contentsOf: file))
      var mutator = ByteMutator(seed: UInt64(sample.count))
      for number in 0...Self.mutations {
        let bytes = number == 0 ? sample : mutator.mutated(sample)
        let start = cpuSeconds()
        let count = target.exercise(bytes)
        let what = "\(file.lastPathComponent), mutation \(number)"
        #expect(cpuSeconds() - start < 1, "\(what)")
        #expect(count <= Self.largestGrowth * max(bytes.count, 4096), "\(what) gave \(count) bytes")
      }
    }
  }

  @Test(
    "what seeds the fuzzer is read, not refused",
    arguments: [
      (FuzzTarget.v1, "v1"), (.v2, "v2.index"), (.table, "v1"), (.tar, "two.tar"), (.gzip, "v1.gz"),
      (.npz, "deflated.npz"), (.pickle, "data-2.pickle"), (.yaml, "esc10.yaml"), (.snappy, "copies"),
      (.block, "entries"), (.protobuf, "metadata"), (.safetensors, "single.safetensors"),
    ])
  func seeds(target: FuzzTarget, name: String) throws {
    let bytes = Array(
      try Data(contentsOf: Self.corpus.appending(path: target.rawValue).appending(path: name)))
    #expect(target.exercise(bytes) > 0)
  }
}
