public import Net

/// All that is known of a run when it begins.
public struct NewRun: Sendable {
  /// The name by which people call it; need not be unique, may be empty.
  public var name = ""
  /// Free text.
  public var note = ""
  /// Tags, without order.
  public var tags: Set<String> = []
  /// The seed of all its random streams.
  public var seed: UInt64
  /// How many epochs it shall train.
  public var plannedEpochs: Int
  /// The resolved config as YAML; becomes `config.yaml`.
  public var configText: String
  /// The same value by value.
  public var configValues: [ConfigValue]
  /// The network with its frozen layers.
  public var network: Network
  /// The classes in the order of the network's outputs.
  public var classes: [String]
  /// Where its first weights came from: `google`, `jibjib`, `none`, a path or `run:<id>`.
  public var checkpoint: String
  /// The checkpoint file's SHA-256; nil without a checkpoint.
  public var checkpointDigest: Digest?
  /// The run that it is made from; nil for one from a config.
  public var parent: RunParent?
  /// The data.
  public var data: DataFingerprint
  /// How the first attempt computes.
  public var environment: AttemptEnvironment
  /// Data files that could not be used.
  public var skippedFiles: [FileProblem] = []
  /// What its owner should know from the beginning.
  public var warnings: [String] = []

  /// A run; name, note, tags, the checkpoint's digest, skipped files and warnings may be set afterwards.
  public init(
    seed: UInt64, plannedEpochs: Int, configText: String, configValues: [ConfigValue], network: Network,
    classes: [String], checkpoint: String, data: DataFingerprint, environment: AttemptEnvironment
  ) {
    self.seed = seed
    self.plannedEpochs = plannedEpochs
    self.configText = configText
    self.configValues = configValues
    self.network = network
    self.classes = classes
    self.checkpoint = checkpoint
    self.data = data
    self.environment = environment
  }
}
