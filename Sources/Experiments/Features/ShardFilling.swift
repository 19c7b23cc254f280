internal import Foundation

/// The shard that is being filled: examples in memory until there are enough of them for a file.
struct ShardFilling {
  private let folder: String
  private let frontEnd: String
  private var entries: [ExampleShard.Entry] = []
  private var values: [Float] = []

  init(folder: String, frontEnd: String) {
    self.folder = folder
    self.frontEnd = frontEnd
  }

  /// Adds a clip's examples and writes the shard once it holds `limit` values.
  mutating func append(_ examples: [Float], of content: Digest, limit: Int) throws {
    let size = ExampleShard.exampleCount
    precondition(
      !examples.isEmpty && examples.count.isMultiple(of: size), "\(examples.count) values of examples")
    entries.append(
      ExampleShard.Entry(content: content, first: values.count / size, count: examples.count / size))
    values.append(contentsOf: examples)
    if values.count >= limit { try flush() }
  }

  /// Writes what there is as a shard under a name that no other process uses.
  mutating func flush() throws {
    guard !entries.isEmpty else { return }
    let path = "\(folder)/\(UUID().uuidString.lowercased()).\(ExampleShard.fileExtension)"
    try ExampleShard.write(entries: entries, values: values.span, frontEnd: frontEnd, to: path)
    entries = []
    values.removeAll(keepingCapacity: true)
  }
}
