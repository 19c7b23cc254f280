internal import Foundation
internal import Net
internal import Synchronization

/// Log-mel examples on disk, computed once per audio content and front end, shared between runs and configs.
///
/// `<folder>/examples/<key>/` holds immutable shards (see `CacheShard`), a folder for each front end and precision. One process
/// at a time builds there; another one that lacks something waits for it and shows its progress. An interrupted build keeps
/// the shards that it finished and the one that it was filling.
public struct ExampleCache: Sendable {
  /// What a build reports while it works; called from several threads, one at a time.
  public typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

  /// A clip's examples, `[n, 96, 64]`; throws an ``ExperimentError`` whose `found` is the reason why it has none.
  public typealias Computation = @Sendable (_ path: String) throws -> [Float]

  /// The cache's folder.
  public let folder: String

  /// The extents of an example.
  static let exampleShape = [96, 64]

  /// A cache in a folder, made when it is first written to.
  public init(folder: String = ExampleCache.defaultFolder) { self.folder = folder }

  /// `JX_CACHE`, or `jx` in `XDG_CACHE_HOME`, or `~/.cache/jx`.
  public static var defaultFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["JX_CACHE"], !folder.isEmpty { return folder }
    if let folder = environment["XDG_CACHE_HOME"], !folder.isEmpty { return folder + "/jx" }
    return NSHomeDirectory() + "/.cache/jx"
  }

  /// The outcome of a build.
  public struct Result: Sendable {
    /// The examples of all clips that could be read.
    public var store: ExampleStore
    /// The digest of each clip's file; nil where it could not be read.
    public var contents: [Digest?]
    /// The clips that gave no examples, by their index, with the reason.
    public var problems: [(clip: Int, reason: String)]
    /// How many clips' examples were computed now rather than found.
    public var computedClips: Int
    /// Shards that were removed because they were damaged, with the reason.
    public var damagedShards: [String]
  }

  /// The examples of files, computing those that the cache lacks.
  ///
  /// - Parameters:
  ///   - paths: the audio files.
  ///   - frontEnd: the fingerprint of what computes examples; other fingerprints have caches of their own.
  ///   - precision: in which they are kept; each has a cache of its own.
  ///   - threads: how many files are read at once.
  ///   - isCancelled: asked before each file; true ends the build with ``ExperimentError/Code/interrupted``.
  ///   - progress: called after each file.
  ///   - compute: computes the examples of a file; called from several threads.
  /// - Throws: ``ExperimentError`` when the cache can't be written or the build was cancelled. A file that can't be read
  ///   is no error but one of the result's problems.
  public func examples(
    of paths: [String], frontEnd: String, precision: CachePrecision = .float32, threads: Int,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping Progress = { _, _ in }, compute: @escaping Computation
  ) throws -> Result {
    try examples(
      of: paths.map { ClipReference(path: $0, span: nil) }, frontEnd: frontEnd, precision: precision,
      threads: threads, isCancelled: isCancelled, progress: progress
    ) { try compute($0.path) }
  }

  /// As ``examples(of:frontEnd:precision:threads:isCancelled:progress:compute:)`` for files and parts of files. Each file is
  /// hashed once; what a part of it gives is kept under a digest of the file's and the part's.
  func examples(
    of clips: [ClipReference], frontEnd: String, precision: CachePrecision, threads: Int,
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping Progress,
    compute: @escaping @Sendable (ClipReference) throws -> [Float]
  ) throws -> Result {
    try rows(
      of: clips, kind: .examples, shape: Self.exampleShape, source: frontEnd, precision: precision,
      threads: threads, isCancelled: isCancelled, progress: progress, compute: compute)
  }

  /// What ``examples(of:frontEnd:precision:threads:isCancelled:progress:compute:)`` does for rows of any shape.
  func rows(
    of clips: [ClipReference], kind: CacheKind, shape: [Int], source: String, precision: CachePrecision,
    threads: Int, isCancelled: @escaping @Sendable () -> Bool, progress: @escaping Progress,
    compute: @escaping @Sendable (ClipReference) throws -> [Float]
  ) throws -> Result {
    let format = ShardFormat(rowShape: shape, precision: precision, source: source)
    let shardFolder = kind.path(in: folder) + "/" + format.key
    let pool = ThreadPool(threads: threads)
    let (contents, index) = hash(clips, pool: pool, isCancelled: isCancelled)
    guard !isCancelled() else {
      index.save()
      throw ExperimentError(
        .interrupted, found: "stopped while recordings were read",
        remedy: "The same command goes on from here.")
    }
    let lease = try use(shardFolder)
    index.save()
    var shards = ShardFolder(path: shardFolder, format: format)
    shards.open(using: pool)
    var claimed: Set<Digest> = []
    var missing = clips.indices.filter { clip in
      guard case .success(let digest) = contents[clip] else { return false }
      return !shards.contains(digest) && claimed.insert(digest).inserted
    }
    func removeFound() {
      shards.open(using: pool)
      missing.removeAll { clip in contents[clip].digest.map { shards.contains($0) } ?? false }
    }
    let total = missing.count
    let lock =
      try total == 0
      ? nil
      : turn(in: shardFolder, isCancelled: isCancelled) {
        removeFound()
        progress(total - missing.count, total)
      }
    defer { withExtendedLifetime(lock) {} }
    if total > 0 { removeFound() }
    let failures = try build(
      missing.map { (clips[$0], contents[$0].digest) }, in: shardFolder, format: format, pool: pool,
      isCancelled: isCancelled, progress: progress, compute: compute)
    if !missing.isEmpty { shards.open(using: pool) }
    var problems: [(clip: Int, reason: String)] = []
    for clip in clips.indices {
      switch contents[clip] {
      case .failure(let error): problems.append((clip, error.found))
      case .success(let digest):
        guard !shards.contains(digest) else { continue }
        problems.append((clip, failures[digest] ?? "no example of it could be stored"))
      }
    }
    return Result(
      store: ExampleStore(
        valueCount: format.valueCount, shards: shards.shards,
        locations: contents.map { $0.digest.flatMap { shards.location(of: $0) } }, lease: lease),
      contents: contents.map(\.digest), problems: problems, computedClips: missing.count - failures.count,
      damagedShards: shards.damaged)
  }

  /// Waits until no other process builds in a folder.
  ///
  /// - Parameter wait: called every two seconds meanwhile.
  /// - Returns: what keeps others waiting; nil where the lock is another user's. What both compute then stands twice and does
  ///   no harm.
  private func turn(
    in shardFolder: String, isCancelled: () -> Bool, wait: () -> Void
  ) throws(ExperimentError) -> CacheBuildLock? {
    do throws(ExperimentError) {
      return try CacheBuildLock.take(shardFolder, isCancelled: isCancelled) { if $0 % 20 == 0 { wait() } }
    } catch {
      guard error.code != .interrupted else { throw error }
      return nil
    }
  }

  /// The digests of clips, each file hashed once.
  private func hash(
    _ clips: [ClipReference], pool: ThreadPool, isCancelled: @escaping @Sendable () -> Bool
  ) -> (results: [Swift.Result<Digest, ExperimentError>], index: ContentIndex) {
    guard clips.contains(where: { $0.span != nil }) else {
      return hash(clips.map(\.path), pool: pool, isCancelled: isCancelled)
    }
    var files = NameIndex()
    let fileOfClip = clips.map { Int32(files.index(of: $0.path.utf8)) }
    let paths = (0..<files.names.count).map { files.names.text($0) }
    let (digests, index) = hash(paths, pool: pool, isCancelled: isCancelled)
    let results = zip(clips, fileOfClip).map { clip, file in
      digests[Int(file)].map { clip.span.map($0.ofPart) ?? $0 }
    }
    return (results, index)
  }

  /// The digests of files; those that did not change since they were last read are not read again.
  private func hash(
    _ paths: [String], pool: ThreadPool, isCancelled: @escaping @Sendable () -> Bool
  ) -> (results: [Swift.Result<Digest, ExperimentError>], index: ContentIndex) {
    let known = ContentIndex(cacheFolder: folder)
    let results = Mutex([Swift.Result<Digest, ExperimentError>?](repeating: nil, count: paths.count))
    let new = Mutex<[(FileIdentity, Digest)]>([])
    pool.run(paths.count) { index, _ in
      guard !isCancelled() else { return }
      let identity = FileIdentity(of: paths[index])
      if let identity, let digest = known[identity] {
        results.withLock { $0[index] = .success(digest) }
        return
      }
      let result = Swift.Result { () throws(ExperimentError) in try SHA256.hash(fileAt: paths[index]).digest }
      results.withLock { $0[index] = result }
      if let identity, let digest = result.digest, identity.isSettled,
        FileIdentity(of: paths[index]) == identity
      {
        new.withLock { $0.append((identity, digest)) }
      }
    }
    var index = known
    for (identity, digest) in new.withLock({ $0 }) { index.note(digest, of: identity) }
    let cancelled = ExperimentError(.interrupted, found: "stopped before the file was read")
    return (results.withLock { $0.map { $0 ?? .failure(cancelled) } }, index)
  }

  /// Computes and stores the examples of files; returns why some have none.
  private func build(
    _ files: [(clip: ClipReference, content: Digest?)], in shardFolder: String, format: ShardFormat,
    pool: ThreadPool,
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping Progress,
    compute: @escaping @Sendable (ClipReference) throws -> [Float]
  ) throws -> [Digest: String] {
    guard !files.isEmpty else { return [:] }
    let state = Mutex(Building(filling: ShardFilling(folder: shardFolder, format: format)))
    pool.run(files.count) { index, _ in
      guard !isCancelled(), state.withLock({ $0.failure == nil }), let content = files[index].content else {
        return
      }
      let values = Swift.Result { try compute(files[index].clip) }
      state.withLock { state in
        do {
          switch values {
          case .success(let values): try state.filling.append(values.span, of: content)
          case .failure(let error): state.reasons[content] = (error as? ExperimentError)?.found ?? "\(error)"
          }
        } catch { state.failure = state.failure ?? error }
        state.done += 1
        progress(state.done, files.count)
      }
    }
    let reasons = try state.withLock { state in
      if let failure = state.failure { throw failure }
      try state.filling.flush()
      return state.reasons
    }
    try stopIfCancelled(isCancelled)
    return reasons
  }

  /// Holds the folder, so that nothing prunes it meanwhile.
  private func use(_ shardFolder: String) throws -> CacheLease? {
    do {
      return try CacheLease.use(shardFolder)
    } catch {
      throw ExperimentError(
        .inputOutput, found: "the example cache can't be written: " + error.found,
        expected: "a folder with write permission", remedy: "Name another folder with JX_CACHE.")
    }
  }

  private struct Building {
    var filling: ShardFilling
    var reasons: [Digest: String] = [:]
    var failure: (any Error)?
    var done = 0
  }

  private func stopIfCancelled(_ isCancelled: () -> Bool) throws {
    guard isCancelled() else { return }
    throw ExperimentError(
      .interrupted, found: "stopped while examples were computed",
      remedy: "The same command goes on from here.")
  }
}

extension Swift.Result where Success == Digest {
  fileprivate var digest: Digest? { try? get() }
}
