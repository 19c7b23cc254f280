internal import Foundation
internal import Net

/// The outputs of frozen layers on disk, computed once for each clip's content and shared between runs.
///
/// `<folder>/activations/<key>/` holds immutable shards (see `CacheShard`); the key says which layers, weights, engine and
/// examples. One process at a time builds in a folder, others wait for it. A build that ends, however abruptly, leaves
/// the shards that it finished, at the most some seconds of work less than it did.
struct ActivationCache {
  /// The cache's folder.
  let folder: String
  /// The bytes that all activations together may take.
  let limit: Int
  /// What the activations are.
  let format: ShardFormat
  /// Threads that open shards.
  let threads: Int
  /// Asked between two batches; true ends a build with ``ExperimentError/Code/interrupted``.
  let isCancelled: () -> Bool

  /// What became of a request.
  enum Outcome {
    /// All is there: the examples as the layers behind the frozen ones take them.
    case cached(LoadedExamples)
    /// Training has to do without, for this reason.
    case refused(String)
  }

  private var place: CacheFolder { CacheFolder(kind: .activations, key: format.key, path: path) }
  private var path: String { CacheKind.activations.path(in: folder) + "/" + format.key }

  /// The activations of all examples, computing those that the cache lacks.
  ///
  /// - Parameters:
  ///   - examples: the examples of all splits.
  ///   - prefix: the frozen layers, in inference.
  ///   - note: told the size before anything is computed, and that another process is building.
  ///   - progress: called after each batch with the examples done and those that were missing.
  /// - Throws: ``ExperimentError``: the work was interrupted, or an example can't be read. A cache that can't be written
  ///   is no error but refused.
  func activations(
    of examples: LoadedExamples, prefix: any Plan, note: (String) -> Void,
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    let outcome = try request(examples, prefix: prefix, note: note, progress: progress)
    if case .refused = outcome, place.shardPaths.isEmpty {
      // Nobody needs an empty folder; whether it can be removed matters to nobody either.
      _ = try? place.remove()
    }
    return outcome
  }

  private func request(
    _ examples: LoadedExamples, prefix: any Plan, note: (String) -> Void,
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    let pool = ThreadPool(threads: threads)
    do throws(ExperimentError) {
      let lease = try CacheLease.use(path)
      var shards = ShardFolder(path: path, format: format)
      shards.open(using: pool)
      let wanted = ActivationItem.all(of: examples)
      var missing = wanted.filter { !shards.contains($0.content) }
      note(size(wanted, missing: missing))
      if !missing.isEmpty {
        let lock = try CacheBuildLock.take(path, isCancelled: isCancelled) { tick in
          if tick == 0 { note("activation cache: another process is building it; waiting for it") }
        }
        shards.open(using: pool)
        missing = wanted.filter { !shards.contains($0.content) }
        if let reason = try makeRoom(for: missing, lock) { return .refused(reason) }
        let total = missing.reduce(0) { $0 + $1.examples.count }
        var builder = ActivationBuilder(
          examples, prefix: prefix, filling: ShardFilling(folder: path, format: format))
        try builder.run(missing, isCancelled: isCancelled) { progress($0, total) }
        shards.open(using: pool)
      }
      for damage in shards.damaged { note(damage) }
      return .cached(examples.replacing(by: store(shards, contents: examples.contents, lease: lease)))
    } catch {
      guard error.code == .inputOutput || error.code == .missingFile else { throw error }
      return .refused("it can't be written: " + error.description)
    }
  }

  /// `activation cache: 12,345 examples x 24,576 floats = 1.2 GB`, and what of it is there.
  private func size(_ wanted: [ActivationItem], missing: [ActivationItem]) -> String {
    let count = wanted.reduce(0) { $0 + $1.examples.count }
    let there = count - missing.reduce(0) { $0 + $1.examples.count }
    let unit = format.precision == .float32 ? "floats" : "half floats"
    let found = there == 0 ? "" : there == count ? ", all there" : ", \(Quantity.grouped(there)) there"
    return "activation cache: \(Quantity.grouped(count)) examples x \(Quantity.grouped(format.valueCount)) "
      + "\(unit) = \(Quantity.bytes(count * format.rowByteCount))\(found)"
  }

  private func makeRoom(
    for missing: [ActivationItem], _ lock: CacheBuildLock
  ) throws(ExperimentError) -> String? {
    let byteCount = missing.reduce(0) { $0 + $1.examples.count } * format.rowByteCount
    place.removeLeftovers()
    let reason = try CacheRoom(cacheFolder: folder, limit: limit).make(byteCount, for: path)
    if reason == nil { lock.note(plannedByteCount: place.byteCount + byteCount) }
    return reason
  }

  private func store(_ shards: ShardFolder, contents: [Digest?], lease: CacheLease?) -> ExampleStore {
    ExampleStore(
      valueCount: format.valueCount, shards: shards.shards,
      locations: contents.map { $0.flatMap { shards.location(of: $0) } }, lease: lease)
  }
}
