internal import Net
internal import Synchronization

extension DataAudit {
  /// Decodes every clip of a catalogue once, in parallel.
  ///
  /// Beside the findings, memory holds 16 bytes a clip for the duplicates.
  ///
  /// - Parameters:
  ///   - catalogue: from ``Catalogue/list(folder:recordingPattern:)``, so that any folder can be audited.
  ///   - split: looked through for leaks, if there is one.
  ///   - threads: decode side by side; they change nothing in the result.
  ///   - progress: gets the number of clips decoded so far, on the calling thread.
  public static func run(
    _ catalogue: Catalogue, split: SplitAssignment? = nil, threads: Int, progress: (Int) -> Void = { _ in }
  ) -> DataAudit {
    let recordingCounts = catalogue.recordingCounts()
    var classes = catalogue.classes.indices.map {
      ClassAudit(
        className: catalogue.classes[$0], clips: catalogue.clips(ofClass: $0).count,
        recordings: recordingCounts[$0])
    }
    var findings: [AudioFinding] = []
    var duplicates = DuplicateSearch()
    let pool = ThreadPool(threads: max(1, threads))
    var done = 0
    while done < catalogue.count {
      for (index, facts) in decode(catalogue, from: done, with: pool).enumerated() {
        let clip = done + index
        classes[catalogue.classIndex(of: clip)].add(facts)
        findings += facts.findings.map {
          AudioFinding(path: catalogue.relativePath(of: clip), kind: $0.kind, detail: $0.detail)
        }
        if let fingerprint = facts.fingerprint { duplicates.add(fingerprint, clip: clip) }
      }
      done = min(catalogue.count, done + batchSize)
      progress(done)
    }
    return DataAudit(
      folder: catalogue.folder, recordingPattern: catalogue.recordingPattern.text, classes: classes,
      findings: findings, duplicates: duplicates.groups(in: catalogue, split: split),
      leaks: split?.leaks(in: catalogue) ?? [], sharedRecordings: catalogue.sharedRecordings(),
      refusedClasses: catalogue.refusedClasses, problems: catalogue.problems, ignored: catalogue.ignored,
      unmatchedClips: catalogue.unmatchedClips)
  }

  private static let batchSize = 64

  private static func decode(_ catalogue: Catalogue, from first: Int, with pool: ThreadPool) -> [ClipFacts] {
    let count = min(batchSize, catalogue.count - first)
    let results = Mutex([Int: ClipFacts]())
    pool.run(count) { task, _ in
      let facts = ClipFacts(decoding: catalogue.path(of: first + task))
      results.withLock { $0[task] = facts }
    }
    return results.withLock { found in (0..<count).compactMap { found[$0] } }
  }
}
