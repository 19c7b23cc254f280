import Foundation
import Glibc
import Synchronization
import Testing

@testable import Experiments

@Suite("ExampleCache")
struct ExampleCacheTests {
  private static let files: [(String, [UInt8])] = [("a.wav", [1, 2]), ("b.wav", [3]), ("c.wav", [4, 5, 6])]

  @Test("computes a file once and finds it from then on, with the same values")
  func hitsAndMisses() throws {
    let bench = try CacheBench()
    let paths = try bench.write(Self.files)
    let first = try bench.examples(of: paths)
    #expect(first.computed == ["a.wav", "b.wav", "c.wav"])
    #expect(first.result.computedClips == 3)
    let second = try bench.examples(of: paths)
    #expect(second.computed.isEmpty)
    #expect(second.result.computedClips == 0)
    for result in [first.result, second.result] {
      #expect((0..<3).map { result.store.numbers(ofClip: $0) } == Self.files.map(\.1))
      #expect(result.problems.isEmpty && result.damagedShards.isEmpty)
      #expect(result.contents == Self.files.map { SHA256.hash(String(decoding: $0.1, as: UTF8.self)) })
    }
  }

  @Test("knows files by their content: a new name and place cost nothing, a new content is computed")
  func content() throws {
    let bench = try CacheBench()
    let paths = try bench.write(Self.files)
    _ = try bench.examples(of: paths)
    let moved = try bench.write([("other/place.flac", [1, 2]), ("b.wav", [7, 8]), ("c.wav", [4, 5, 6])])
    let (result, computed) = try bench.examples(of: moved)
    #expect(computed == ["b.wav"])
    #expect((0..<3).map { result.store.numbers(ofClip: $0) } == [[1, 2], [7, 8], [4, 5, 6]])
  }

  @Test("computes and stores content that stands in several files once")
  func duplicates() throws {
    let bench = try CacheBench()
    let paths = try bench.write([
      ("x/a.wav", [1, 2]), ("y/a.wav", [1, 2]), ("y/b.wav", [1, 2]), ("z.wav", [3]),
    ])
    let (result, computed) = try bench.examples(of: paths, threads: 3)
    #expect(computed.count == 2)
    #expect((0..<4).map { result.store.numbers(ofClip: $0) } == [[1, 2], [1, 2], [1, 2], [3]])
    let shard = try CacheShard(path: try #require(bench.shards.first), format: nil)
    #expect(bench.shards.count == 1)
    #expect(shard.entries.map(\.count).sorted() == [1, 2])
  }

  @Test("keeps the examples of different front ends apart")
  func frontEnds() throws {
    let bench = try CacheBench()
    let paths = try bench.write(Self.files)
    _ = try bench.examples(of: paths)
    #expect(try bench.examples(of: paths, frontEnd: "test front end 2").computed.count == 3)
    #expect(try bench.examples(of: paths).computed.isEmpty)
  }

  @Test("keeps the examples of both precisions apart")
  func precisions() throws {
    let bench = try CacheBench()
    let paths = try bench.write(Self.files)
    _ = try bench.examples(of: paths)
    let (result, computed) = try bench.examples(of: paths, precision: .float16)
    #expect(computed.count == 3)
    #expect(try bench.examples(of: paths, precision: .float16).computed.isEmpty)
    var values = [Float](repeating: 0, count: CountingComputation.exampleCount)
    var span = values.mutableSpan
    try result.store.copy(result.store.place(ofExample: 1, ofClip: 2), into: &span)
    #expect(values == CountingComputation.values([5]).map { Float(Float16($0)) })
  }

  @Test("lists what can't be read with the reason, and tries it again the next time")
  func problems() throws {
    let bench = try CacheBench()
    var paths = try bench.write([
      ("a.wav", [1]), ("silent.wav", Array("!no sound in it".utf8)), ("c.wav", [2]),
      ("copy.wav", Array("!no sound in it".utf8)),
    ])
    paths.append(bench.folder.path + "/gone.wav")
    for _ in 0..<2 {
      let (result, computed) = try bench.examples(of: paths)
      #expect(computed.contains("silent.wav") || computed.contains("copy.wav"))
      #expect(result.problems.map(\.clip) == [1, 3, 4])
      #expect(result.problems.map(\.reason).prefix(2) == ["no sound in it", "no sound in it"])
      #expect(result.problems[2].reason.contains("gone.wav could not be opened: No such file"))
      #expect(result.contents[4] == nil && result.contents[1] != nil)
      #expect((0..<5).map { result.store.exampleCount(ofClip: $0) } == [1, 0, 1, 0, 0])
    }
    let (result, _) = try bench.examples(of: bench.write([("silent.wav", [9])]))
    #expect(result.problems.isEmpty)
  }

  @Test("a build that is cancelled says so and keeps what it finished", arguments: [1, 3])
  func cancellation(threads: Int) throws {
    let bench = try CacheBench()
    let paths = try bench.write((0..<20).map { ("\($0).wav", [UInt8($0)]) })
    let isCancelled = Atomic(false)
    let computation = CountingComputation()
    #expect {
      _ = try bench.cache.examples(
        of: paths, frontEnd: CacheBench.frontEnd, threads: threads,
        isCancelled: { isCancelled.load(ordering: .relaxed) },
        progress: { done, total in
          #expect(total == 20)
          if done == 5 { isCancelled.store(true, ordering: .relaxed) }
        },
        compute: { try computation($0) })
    } throws: { ($0 as? ExperimentError)?.code == .interrupted }
    let finished = Set(computation.computed)
    #expect(finished.count >= 5 && finished.count < 20)
    let (result, computed) = try bench.examples(of: paths)
    #expect(computed.count == 20 - finished.count)
    #expect(finished.isDisjoint(with: computed))
    #expect((0..<20).map { result.store.numbers(ofClip: $0) } == (0..<20).map { [UInt8($0)] })
  }

  @Test("one that is cancelled before it begins computes nothing and leaves no folder")
  func cancelledAtOnce() throws {
    let bench = try CacheBench()
    let paths = try bench.write(Self.files)
    #expect { _ = try bench.examples(of: paths, isCancelled: { true }) } throws: {
      ($0 as? ExperimentError)?.code == .interrupted
    }
    #expect(bench.folder.names == ["a.wav", "b.wav", "c.wav"])
  }

  @Test("says that its folder can't be written, and how to name another")
  func unwritable() throws {
    let bench = try CacheBench()
    let paths = try bench.write(Self.files + [("cache", [0])])
    let error = try #require(throws: ExperimentError.self) { _ = try bench.examples(of: paths) }
    #expect(error.code == .inputOutput)
    #expect(error.description.contains(bench.cache.folder) && error.remedy.contains("JX_CACHE"), "\(error)")
  }

  /// The superuser may write anywhere, so the test's process becomes nobody first.
  @Test("says so too without the permission to write, and leaves nothing behind")
  func withoutPermission() async throws {
    let bench = try CacheBench()
    _ = try bench.write(Self.files)
    unsafe chmod(bench.folder.path, 0o555)
    await #expect(processExitsWith: .success) { [folder = bench.folder.path as String] in
      if geteuid() == 0 { try #require(setuid(65534) == 0) }
      let error = try #require(throws: ExperimentError.self) {
        _ = try ExampleCache(folder: folder + "/cache").examples(
          of: [folder + "/a.wav"], frontEnd: CacheBench.frontEnd, threads: 1
        ) { try CountingComputation()($0) }
      }
      #expect(error.code == .inputOutput && error.found.contains("permission"), "\(error)")
      #expect(error.remedy.contains("JX_CACHE"))
    }
    unsafe chmod(bench.folder.path, 0o755)
    #expect(bench.folder.names == ["a.wav", "b.wav", "c.wav"])
  }

  @Test(
    "a full disk is an error that names the shard and leaves no part of it",
    .enabled(if: SmallDisk.isPossible))
  func fullDisk() throws {
    let disk = try SmallDisk()
    let bench = try CacheBench()
    let paths = try bench.write([("a.wav", [UInt8](repeating: 3, count: 50))])
    let cache = ExampleCache(folder: disk.path + "/cache")
    let error = try #require(throws: ExperimentError.self) {
      _ = try cache.examples(of: paths, frontEnd: CacheBench.frontEnd, threads: 1) {
        try CountingComputation()($0)
      }
    }
    #expect(error.code == .inputOutput && error.found.contains("No space left on device"), "\(error)")
    let left = try FileManager.default.subpathsOfDirectory(atPath: disk.path)
    #expect(!left.contains { $0.contains("safetensors") }, "\(left)")
  }
}
