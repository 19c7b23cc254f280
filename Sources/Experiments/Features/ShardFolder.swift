internal import Foundation
internal import Net
internal import Synchronization

/// The shards of one front end and an index over all their clips.
struct ShardFolder {
  let path: String
  let frontEnd: String
  private(set) var shards: [ExampleShard] = []
  private(set) var damaged: [String] = []
  private var names: Set<String> = []
  private var index: [Digest: ExampleStore.Location] = [:]

  init(path: String, frontEnd: String) {
    self.path = path
    self.frontEnd = frontEnd
  }

  /// Opens and verifies the shards that are there and not yet open; damaged ones are removed, and those that can't be
  /// opened are passed over.
  mutating func open(using pool: ThreadPool) {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let new = found.filter { $0.hasSuffix("." + ExampleShard.fileExtension) && !names.contains($0) }.sorted()
    let opened = Mutex([Swift.Result<ExampleShard, ExperimentError>?](repeating: nil, count: new.count))
    let (path, frontEnd) = (path, frontEnd)
    pool.run(new.count) { task, _ in
      let result = Swift.Result { () throws(ExperimentError) in
        try ExampleShard(path: path + "/" + new[task], frontEnd: frontEnd, isVerifying: true)
      }
      opened.withLock { $0[task] = result }
    }
    names.formUnion(new)
    for case .some(let result) in opened.withLock({ $0 }) {
      switch result {
      case .success(let shard): add(shard)
      case .failure(let error):
        // What it held is computed again. Kept, a damaged shard would be met by every run; one that this process may
        // not read, or that another removed meanwhile, is no damage.
        guard error.code == .invalidData else { continue }
        if let place = error.place { unsafe unlink(place) }
        damaged.append(error.description)
      }
    }
  }

  func contains(_ content: Digest) -> Bool { index[content] != nil }

  func location(of content: Digest) -> ExampleStore.Location? { index[content] }

  private mutating func add(_ shard: ExampleShard) {
    for entry in shard.entries where index[entry.content] == nil {
      index[entry.content] = ExampleStore.Location(
        shard: shards.count, first: entry.first, count: entry.count)
    }
    shards.append(shard)
  }
}
