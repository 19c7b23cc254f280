public import Audio
public import Net

/// Everything that a config settles before anything is computed: the recordings, their split, the network and the engine.
public struct Preparation: Sendable {
  /// The config and where its values came from.
  public let resolved: ResolvedConfig
  /// The recordings.
  public let catalogue: Catalogue
  /// Which of them train, validate and test.
  public let split: SplitAssignment
  /// The classes in the order of the network's outputs, and their ids where `data.labels` has some.
  public let classFiles: ClassFiles
  /// From a recording to examples.
  public let frontEnd: FrontEnd
  /// The network with the layers that are frozen at the beginning.
  public var network: Network { phases[0].network }
  /// The network as it changes: a phase more for every epoch that unfreezes layers.
  public let phases: [TrainingPhase]
  /// A factor on the learning rate of each layer; nil if all have the same.
  public let layerScales: [Float]?
  /// What runs it.
  public let engine: any Engine
  /// Why it is not the fastest engine, in one line; nil if it is or was asked for.
  public let engineNote: String?
  /// What the training plan is compiled for.
  public let options: PlanOptions
  /// What that plan allocates, in the phase that needs most.
  public let memory: MemoryEstimate

  /// Reads the data folder, splits it and describes the network; computes nothing and writes nothing.
  ///
  /// - Throws: ``ExperimentError`` at the place in the config whose value can't be met.
  public init(_ resolved: ResolvedConfig) throws(ExperimentError) {
    let config = resolved.config
    let catalogue = try Catalogue.scan(config.data)
    var split = try SplitAssignment.make(
      catalogue, rule: config.data.split, seed: config.seed, allowLeaks: config.data.allowLeaks)
    if let cap = config.data.cap { split.cap(at: cap, catalogue, seed: config.seed) }
    try self.init(resolved, catalogue: catalogue, split: split, ids: try Self.classIDs(resolved))
  }

  /// As ``init(_:)`` with recordings and split at hand, as on a resume.
  init(
    _ resolved: ResolvedConfig, catalogue: Catalogue, split: SplitAssignment, ids: ClassIDs? = nil
  ) throws(ExperimentError) {
    let config = resolved.config
    classFiles = ClassFiles(classes: catalogue.classes, ids: ids)
    self.resolved = resolved
    self.catalogue = catalogue
    self.split = split
    do throws(AudioError) {
      frontEnd = try config.features.frontEnd()
    } catch {
      throw resolved.error(at: "features.hop_seconds", found: error.found, expected: error.expected)
    }
    let layers = LayerSelection(resolved, classes: catalogue.classes.count)
    phases = try layers.phases()
    layerScales = try layers.scales(phases: phases)
    try TrainingRules(
      resolved: resolved, classes: catalogue.classes, isMultiLabel: catalogue.isMultiLabel,
      hasValidation: split.count(of: .validation) > 0
    ).check()
    var options = PlanOptions(
      maximumBatchSize: config.train.batchSize, threads: config.compute.threadCount,
      training: config.train.loss)
    options.focalGamma = config.train.focalGamma
    self.options = options
    do throws(NetError) {
      let selected = try config.compute.selectEngine()
      engine = selected.engine
      engineNote = selected.note
      // The last phase trains the most layers.
      memory = try selected.engine.memoryEstimate(for: phases[phases.count - 1].network, options: options)
    } catch {
      throw resolved.error(
        at: "compute.engine", found: error.found, expected: error.expected, remedy: error.remedy)
    }
    try requireFrozenPrefix()
  }

  /// Opens the checkpoint that the config names and says in a line what the network would start from.
  ///
  /// - Parameter openRegistry: called only for a checkpoint `run:…`.
  /// - Throws: ``ExperimentError`` at the place in the config, listing every variable that does not fit.
  public func startingPoint(openRegistry: @escaping () throws -> Registry) throws -> String {
    try InitialWeights(resolved: resolved, openRegistry: openRegistry)
      .startingPoint(of: network, classes: catalogue.classes).summary
  }

  /// What `data.labels` lacks; empty if nothing, or if there are no labels.
  public var labelWarnings: [String] {
    let missing = classFiles.classesWithoutID
    guard !missing.isEmpty else { return [] }
    let sample = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
    return ["\(missing.count) of \(catalogue.classes.count) classes have no id in data.labels: \(sample)"]
  }

  static func classIDs(_ resolved: ResolvedConfig) throws(ExperimentError) -> ClassIDs? {
    guard let path = resolved.config.data.labels else { return nil }
    do throws(ExperimentError) {
      return try ClassIDs(path: path)
    } catch {
      throw ExperimentError(
        error.code == .missingFile ? .missingFile : .invalidConfig, found: error.found,
        expected: error.expected, place: resolved.place(of: "data.labels"), remedy: error.remedy)
    }
  }
}
