internal import Net
internal import Synchronization

/// What several runs of one process need and none changes: recordings, splits, examples, outputs of frozen layers.
///
/// Safe to use from several threads; what two of them need at once is computed once.
final class SharedInputs: Sendable {
  /// The frozen layers of a run that others have, too.
  struct Body: Sendable {
    /// Their outputs for every clip in use, under the catalogue's numbers.
    var activations: ExampleStore
    /// Their values, in a run's folder.
    var frozen: RecordedFile
    /// That run's folder.
    var runFolder: String
    /// The digest of the checkpoint that they came from.
    var checkpointDigest: Digest?
  }

  private struct Data: Sendable {
    var catalogue: Catalogue
    var split: SplitAssignment
  }

  private let data = Mutex<[String: Data]>([:])
  private let examples = Mutex<[String: LoadedExamples]>([:])
  private let bodies = Mutex<[String: Body]>([:])

  /// As `Preparation(_:)`, with recordings and split that were found before.
  func preparation(_ resolved: ResolvedConfig) throws(ExperimentError) -> Preparation {
    let key = Self.key(resolved.config, ["data.", "seed"])
    if let known = data.withLock({ $0[key] }) {
      return try Preparation(
        resolved, catalogue: known.catalogue, split: known.split, ids: Preparation.classIDs(resolved))
    }
    let preparation = try Preparation(resolved)
    data.withLock { $0[key] = Data(catalogue: preparation.catalogue, split: preparation.split) }
    return preparation
  }

  /// The examples of a preparation, loaded if they were not before.
  func examples(_ preparation: Preparation, load: () throws -> LoadedExamples) throws -> LoadedExamples {
    let key = Self.key(preparation.resolved.config, ["data.", "seed", "features.", "augment."])
    if let known = examples.withLock({ $0[key] }) { return known }
    let loaded = try load()
    examples.withLock { $0[key] = loaded }
    return loaded
  }

  /// Takes note of frozen layers whose outputs are all there.
  func note(_ body: Body, of preparation: Preparation) {
    bodies.withLock { $0[Self.bodyKey(preparation)] = body }
  }

  /// The frozen layers of a preparation, with its examples as they put them out; nil if they are not known, or if the
  /// outputs would not be kept.
  func body(
    of preparation: Preparation, _ examples: LoadedExamples
  ) -> (body: Body, activations: LoadedExamples)? {
    let epochs = preparation.resolved.config.train.epochs
    guard preparation.phases.count == 1,
      preparation.keepsActivations(of: preparation.network, epochs: epochs),
      let body = bodies.withLock({ $0[Self.bodyKey(preparation)] })
    else { return nil }
    let isWhole = examples.sets.values.allSatisfy { set in
      set.clips.indices.allSatisfy { position in
        body.activations.exampleCount(ofClip: set.clips[position])
          == set.examples(ofClipAt: position).count
      }
    }
    return isWhole ? (body, examples.replacing(by: body.activations)) : nil
  }

  /// What decides the frozen layers and what they put out. The seed only where they begin at random.
  private static func bodyKey(_ preparation: Preparation) -> String {
    let config = preparation.resolved.config
    let seed = config.model.checkpoint == .none ? ["seed"] : []
    return key(
      config,
      [
        "data.folder", "data.recording", "data.manifest", "data.outside_paths", "features.", "cache.",
        "model.checkpoint",
        "model.frozen", "model.width",
      ] + seed) + preparation.engine.name.rawValue
  }

  /// The values of all keys that begin like one of some.
  private static func key(_ config: RunConfig, _ prefixes: [String]) -> String {
    config.flattened.filter { entry in prefixes.contains { entry.key.hasPrefix($0) } }
      .map { "\($0.key)=\($0.value)\n" }.joined()
  }
}
