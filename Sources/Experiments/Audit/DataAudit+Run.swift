internal import Net
internal import Synchronization

extension DataAudit {
  /// What an audit is doing.
  public enum Stage: String, Sendable, Hashable {
    /// Clips are decoded and measured.
    case decoding
    /// Fingerprints are compared.
    case comparing
  }

  /// Decodes every clip of a catalogue once, in parallel, and compares what they sound like.
  ///
  /// Beside the findings, memory holds 10 bytes for each 40 ms of sound and about 300 bytes a clip.
  ///
  /// - Parameters:
  ///   - catalogue: from ``Catalogue/list(folder:recordingPattern:)``, so that any folder can be audited.
  ///   - split: looked through for leaks, if there is one.
  ///   - threads: work side by side; they change nothing in the result.
  ///   - isCancelled: asked before each 64 clips.
  ///   - progress: gets the stage and the number of clips behind it, on the calling thread.
  /// - Throws: ``ExperimentError/Code/interrupted``.
  public static func run(
    _ catalogue: Catalogue, split: SplitAssignment? = nil, threads: Int,
    isCancelled: () -> Bool = { false }, progress: (Stage, Int) -> Void = { _, _ in }
  ) throws(ExperimentError) -> DataAudit {
    let pool = ThreadPool(threads: max(1, threads))
    var audit = DataAudit(catalogue)
    var duplicates = DuplicateSearch()
    var store = FingerprintStore()
    for first in stride(from: 0, to: catalogue.count, by: batchSize) {
      try checkCancellation(isCancelled)
      let last = min(catalogue.count, first + batchSize)
      let batch = parallel(first..<last, pool) {
        ClipFacts(decoding: catalogue.path(of: $0), span: catalogue.span(of: $0))
      }
      for (clip, facts) in zip(first..<last, batch) {
        audit.add(facts, clip: clip, of: catalogue, split: split)
        if let digest = facts.digest { duplicates.add(digest, clip: clip) }
        store.add(facts.fingerprint, clip: clip)
      }
      progress(.decoding, last)
    }
    audit.duplicates = duplicates.groups(in: catalogue, split: split)
    let exact = duplicates.twins()
    let index = FingerprintIndex(store)
    for first in stride(from: 0, to: store.count, by: batchSize) {
      try checkCancellation(isCancelled)
      let last = min(store.count, first + batchSize)
      for match in parallel(first..<last, pool, { index.copies(of: $0) }).joined() {
        let pair = (store.clips[match.first], store.clips[match.second])
        guard exact[pair.0] == nil || exact[pair.0] != exact[pair.1] else { continue }
        audit.nearDuplicates.append(NearDuplicate(match, store, in: catalogue, split: split))
      }
      progress(.comparing, last)
    }
    audit.leaks = split?.leaks(in: catalogue) ?? []
    audit.xenoCantoGroups = XenoCantoGroup.torn(in: catalogue, split: split)
    return audit
  }

  private static let batchSize = 64

  private static func checkCancellation(_ isCancelled: () -> Bool) throws(ExperimentError) {
    guard !isCancelled() else { throw ExperimentError(.interrupted, found: "the audit was stopped") }
  }

  /// The results of `body` for a range, in its order.
  private static func parallel<Value: Sendable>(
    _ range: Range<Int>, _ pool: ThreadPool, _ body: (Int) -> Value
  ) -> [Value] {
    let results = Mutex([Int: Value]())
    pool.run(range.count) { task, _ in
      let value = body(range.lowerBound + task)
      results.withLock { $0[task] = value }
    }
    return results.withLock { found in range.indices.compactMap { found[$0 - range.lowerBound] } }
  }

  private mutating func add(_ facts: ClipFacts, clip: Int, of catalogue: Catalogue, split: SplitAssignment?) {
    classes[catalogue.classIndex(of: clip)].add(facts)
    let path = catalogue.relativePath(of: clip)
    findings += facts.findings.map { AudioFinding(path: path, kind: $0.kind, detail: $0.detail) }
    clips.append(AuditedClip(facts, clip: clip, in: catalogue, split: split?[clip]))
  }
}
