internal import Audio
internal import Metrics

/// The examples of a catalogue's clips and what became of those without.
struct CatalogueExamples {
  /// The examples under the catalogue's clip numbers.
  var store: ExampleStore
  /// Clips that gave no examples, with the reason.
  var skipped: [FileProblem]
  /// The digest of each clip's file; nil for clips that were not asked for or could not be read.
  var contents: [Digest?]
  /// What the cache had to say: shards that were damaged and computed again.
  var notes: [String]
}

extension Catalogue {
  /// All classes of clips, a row for each; nil where each has one.
  func labelSets(of clips: [Int]) -> LabelSets? {
    guard isMultiLabel else { return nil }
    do { return try LabelSets(clips.map { labels(of: $0) }, classCount: classes.count) } catch {
      preconditionFailure("a catalogue with a label that is no class: \(error)")
    }
  }

  /// Takes the examples of clips from the cache, computing those that it lacks.
  ///
  /// - Throws: ``ExperimentError`` if the cache can't be written or the work was interrupted.
  func loadExamples(
    of clips: [Int], frontEnd: FrontEnd, precision: CachePrecision = .float32, cache: ExampleCache,
    threads: Int, isCancelled: @escaping @Sendable () -> Bool, progress: @escaping ExampleCache.Progress
  ) throws -> CatalogueExamples {
    let result = try cache.examples(
      of: clips.map { reference(to: $0) }, frontEnd: frontEnd.fingerprint,
      precision: precision,
      threads: threads,
      isCancelled: isCancelled, progress: progress
    ) { clip in
      do throws(AudioError) {
        return try frontEnd.examples(ofFile: clip.path, span: clip.span).values
      } catch {
        throw ExperimentError(.invalidData, found: error.reason)
      }
    }
    var contents = [Digest?](repeating: nil, count: count)
    for (position, clip) in clips.enumerated() { contents[clip] = result.contents[position] }
    return CatalogueExamples(
      store: result.store.spread(over: clips, of: count),
      skipped: result.problems.map {
        FileProblem(path: relativePath(of: clips[$0.clip]), reason: $0.reason)
      },
      contents: contents, notes: result.damagedShards)
  }
}
