internal import Foundation
internal import Net
internal import Synchronization

/// The shards of one format and an index over all their clips.
struct ShardFolder {
  let path: String
  let format: ShardFormat
  private(set) var shards: [CacheShard] = []
  private(set) var damaged: [String] = []
  private var names: Set<String> = []
  private var index: [Digest: ExampleStore.Location] = [:]

  init(path: String, format: ShardFormat) {
    self.path = path
    self.format = format
  }

  /// Opens the shards that are there and not yet open; those with a damaged index are removed, and those that can't be
  /// opened are passed over.
  mutating func open(using pool: ThreadPool) {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let new = found.filter { $0.hasSuffix("." + CacheShard.fileExtension) && !names.contains($0) }.sorted()
    let opened = Mutex([Swift.Result<CacheShard, ExperimentError>?](repeating: nil, count: new.count))
    let (path, format) = (path, format)
    pool.run(new.count) { task, _ in
      let result = Swift.Result { () throws(ExperimentError) in
        try CacheShard(path: path + "/" + new[task], format: format)
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

  private mutating func add(_ shard: CacheShard) {
    for entry in shard.entries where index[entry.content] == nil {
      index[entry.content] = ExampleStore.Location(
        shard: shards.count, first: entry.first, count: entry.count)
    }
    shards.append(shard)
  }
}
