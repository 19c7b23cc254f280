import Foundation
import Synchronization

@testable import Experiments

/// Stands for a front end: a file's bytes are the numbers of its examples, and each example is filled with its number.
///
/// A file that begins with `!` has no examples; the rest of its text is the reason.
final class CountingComputation: Sendable {
  /// Values of an example.
  static let exampleCount = 96 * 64

  private let paths = Mutex<[String]>([])

  /// The names of the files that were computed, sorted.
  var computed: [String] {
    paths.withLock { $0.map { String($0.split(separator: "/").last ?? "") }.sorted() }
  }

  func callAsFunction(_ path: String) throws -> [Float] {
    paths.withLock { $0.append(path) }
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    if bytes.first == UInt8(ascii: "!") {
      throw ExperimentError(.invalidData, found: String(decoding: bytes.dropFirst(), as: UTF8.self))
    }
    return Self.values(bytes)
  }

  /// The values of the examples with these numbers, `[n, 96, 64]`.
  static func values(_ numbers: [UInt8]) -> [Float] {
    numbers.flatMap { number in
      (0..<exampleCount).map { Float(number) + Float($0) / Float(exampleCount) }
    }
  }
}

extension ExampleStore {
  /// The numbers of a clip's examples; fails where an example is not filled as ``CountingComputation`` does.
  func numbers(ofClip clip: Int) -> [UInt8]? {
    var numbers: [UInt8] = []
    for example in 0..<exampleCount(ofClip: clip) {
      var values = [Float](repeating: .nan, count: CountingComputation.exampleCount)
      var span = values.mutableSpan
      guard (try? copy(place(ofExample: example, ofClip: clip), into: &span)) != nil else { return nil }
      guard let first = values.first, let number = UInt8(exactly: first) else { return nil }
      guard values == CountingComputation.values([number]) else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}

/// A folder of files for a cache, and the cache.
struct CacheBench {
  let folder: TemporaryFolder
  let cache: ExampleCache
  static let frontEnd = "test front end 1"

  init() throws {
    folder = try TemporaryFolder()
    cache = ExampleCache(folder: folder.path + "/cache")
  }

  /// Writes files and returns their paths.
  func write(_ files: [(String, [UInt8])]) throws -> [String] {
    for (name, bytes) in files { try DataFolder.write(bytes, to: name, in: folder) }
    return files.map { folder.path + "/" + $0.0 }
  }

  /// The examples of files, and the names of those that were computed for it.
  func examples(
    of paths: [String], frontEnd: String = CacheBench.frontEnd, threads: Int = 2,
    precision: CachePrecision = .float32, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> (result: ExampleCache.Result, computed: [String]) {
    let computation = CountingComputation()
    let result = try cache.examples(
      of: paths, frontEnd: frontEnd, precision: precision, threads: threads, isCancelled: isCancelled
    ) { try computation($0) }
    return (result, computation.computed)
  }

  /// The paths of all shards.
  var shards: [String] {
    let examples = cache.folder + "/examples"
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: examples)) ?? []
    return paths.filter { $0.hasSuffix(".safetensors") }.sorted().map { examples + "/" + $0 }
  }
}
