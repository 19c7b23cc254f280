internal import Foundation
internal import Net

/// The examples of many clips in one immutable safetensors file, mapped into memory.
///
/// One tensor, `examples`, Float32 `[n, 96, 64]`, clip after clip. The metadata hold `front_end` (what computed them),
/// `clips` (an array of ``ExampleShard/Entry`` as JSON) and `sha256` (the digest of that index and the tensor's bytes).
/// Written through ``AtomicFile``: a shard appears under its name only when it is complete.
///
/// `@unchecked Sendable`: all is set in `init`, and the mapped file is only read.
final class ExampleShard: @unchecked Sendable {
  /// Where a clip's examples stand in a shard.
  struct Entry: Hashable, Codable, Sendable {
    /// The digest of the audio file.
    var content: Digest
    /// The clip's first example in the shard.
    var first: Int
    /// The number of its examples.
    var count: Int
  }

  /// Values of one example.
  static let exampleCount = 96 * 64
  static let fileExtension = "safetensors"
  private static let tensorName = "examples"

  /// The clips in the shard.
  let entries: [Entry]
  private let file: SafetensorsFile

  /// Opens a shard and checks structure, index and, if asked, the digest of index and examples.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` for a damaged shard, ``ExperimentError/Code/inputOutput`` for one that
  ///   can't be opened.
  init(path: String, frontEnd: String, isVerifying: Bool) throws(ExperimentError) {
    func refuse(_ found: String) -> ExperimentError {
      ExperimentError(
        .invalidData, found: found, expected: "a whole shard of the example cache", place: path,
        remedy: "Its examples are computed again.")
    }
    let file: SafetensorsFile
    do throws(NetError) { file = try SafetensorsFile(path: path) } catch {
      guard error.code == .malformedFile else {
        throw ExperimentError(.inputOutput, found: error.found, place: path)
      }
      throw refuse(error.description)
    }
    guard file.metadata["front_end"] == frontEnd else { throw refuse("examples of another front end") }
    guard let index = file.metadata["clips"],
      let entries = try? JSONDecoder().decode([Entry].self, from: Data(index.utf8))
    else { throw refuse("a shard without an index") }
    guard let tensor = file.tensor(named: Self.tensorName), tensor.element == .float32,
      tensor.shape.shape.count == 3, tensor.shape.shape[1] == 96, tensor.shape.shape[2] == 64
    else { throw refuse("a shard without examples of 96 × 64") }
    let total = tensor.shape.shape[0]
    guard
      entries.allSatisfy({
        $0.first >= 0 && $0.count > 0 && $0.count <= total && $0.first <= total - $0.count
      })
    else { throw refuse("an index beyond the \(total) examples") }
    if isVerifying {
      let digest = Self.digest(of: file, index: index)
      guard digest.hexadecimal == file.metadata["sha256"] else {
        throw refuse(
          "examples with the digest \(digest), recorded as \(file.metadata["sha256"] ?? "nothing")")
      }
    }
    self.entries = entries
    self.file = file
  }

  /// Copies examples into a buffer.
  ///
  /// - Parameters:
  ///   - index: the first example in the shard.
  ///   - count: how many.
  ///   - values: overwritten; `count · 96 · 64` values.
  func copy(_ index: Int, count: Int = 1, into values: inout MutableSpan<Float>) {
    let size = Self.exampleCount
    precondition(values.count == count * size, "\(values.count) values for \(count) examples")
    let isRead: Void? = try? file.withValues(of: Self.tensorName) { all in
      let part = all.extracting((index * size)..<((index + count) * size))
      unsafe part.withUnsafeBufferPointer { source in
        unsafe values.withUnsafeMutableBufferPointer { target in
          _ = unsafe target.update(fromContentsOf: source)
        }
      }
    }
    precondition(isRead != nil, "a mapped shard without its tensor")
  }

  /// Writes a shard with all its entries, values `[n, 96, 64]`.
  static func write(
    entries: [Entry], values: Span<Float>, frontEnd: String, to path: String
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let index = String(decoding: try encoder.encode(entries), as: UTF8.self)
    var hash = SHA256()
    hash.update(unsafe Array(index.utf8).span.bytes)
    hash.update(unsafe values.bytes)
    let shape = ParameterShape(name: tensorName, shape: [values.count / exampleCount, 96, 64])
    let writer = try SafetensorsWriter(
      tensors: [shape],
      metadata: ["front_end": frontEnd, "clips": index, "sha256": hash.finish().hexadecimal])
    var file = try AtomicFile(path: path)
    try writer.write(
      to: { try file.write($0) },
      fill: { _, target in
        unsafe values.withUnsafeBufferPointer { source in
          unsafe target.withUnsafeMutableBufferPointer { _ = unsafe $0.update(fromContentsOf: source) }
        }
      })
    try file.commit()
  }

  private static func digest(of file: borrowing SafetensorsFile, index: String) -> Digest {
    var hash = SHA256()
    hash.update(unsafe Array(index.utf8).span.bytes)
    try? file.withValues(of: tensorName) { hash.update(unsafe $0.bytes) }
    return hash.finish()
  }
}
