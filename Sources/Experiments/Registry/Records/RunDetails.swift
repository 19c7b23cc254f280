public import Foundation
public import Net

/// All that is recorded of a run but its epochs, snapshots and evaluations; `run.json` in its folder holds the same.
public struct RunDetails: Sendable, Hashable, Codable {
  /// The version of `run.json`'s form.
  public internal(set) var format = presentFormat
  /// The id.
  public var id: RunID
  /// The name; may be empty.
  public var name: String
  /// Free text.
  public var note: String
  /// The tags, sorted.
  public var tags: [String]
  /// When it began.
  public var createdAt: Date
  /// When it was put aside by `delete`; nil otherwise.
  public var deletedAt: Date?
  /// What became of it; `crashed` is found by its free lock.
  public var status: RunStatus
  /// Why, in words; empty for the ordinary end.
  public var reason: String
  /// The seed.
  public var seed: UInt64
  /// How many epochs it shall train.
  public var plannedEpochs: Int
  /// Resumes that changed that number.
  public var extensions: [RunExtension] = []
  /// The resolved config as YAML; `config.yaml` in the folder.
  public var configText = ""
  /// The config value by value, in its order.
  public var configValues: [ConfigValue]
  /// The network.
  public var network: Network
  /// The classes in the order of the network's outputs.
  public var classes: [String]
  /// Where its first weights came from.
  public var checkpoint: String
  /// The checkpoint file's SHA-256; nil without a checkpoint.
  public var checkpointDigest: Digest?
  /// The run that it was made from; nil for one from a config.
  public var parent: RunParent?
  /// The data.
  public var data: DataFingerprint
  /// The attempts, first to last.
  public var attempts: [Attempt] = []
  /// Times spent outside the epochs.
  public var timings: [RunTiming] = []
  /// What its owner should know.
  public var warnings: [RunWarning] = []
  /// Data files that could not be used.
  public var skippedFiles: [FileProblem] = []
  /// Other files in its folder.
  public var files: [RunFile] = []

  /// The version of the form that is written and read.
  static let presentFormat = 1

  /// The one member that every version of the form has.
  struct Form: Decodable {
    var format: Int
  }

  private enum CodingKeys: String, CodingKey {
    case format
    case id
    case name
    case note
    case tags
    case createdAt = "created_at"
    case deletedAt = "deleted_at"
    case status
    case reason
    case seed
    case plannedEpochs = "planned_epochs"
    case extensions
    case configValues = "config"
    case network
    case classes
    case checkpoint
    case checkpointDigest = "checkpoint_sha256"
    case parent
    case data
    case attempts
    case timings
    case warnings
    case skippedFiles = "skipped_files"
    case files
  }
}

extension RunDetails {
  init(_ run: NewRun, id: RunID, createdAt: Date) {
    self.id = id
    name = run.name
    note = run.note
    tags = run.tags.sorted()
    self.createdAt = createdAt
    status = .running
    reason = ""
    seed = run.seed
    plannedEpochs = run.plannedEpochs
    configText = run.configText
    configValues = run.configValues
    network = run.network
    classes = run.classes
    checkpoint = run.checkpoint
    checkpointDigest = run.checkpointDigest
    parent = run.parent
    data = run.data
  }
}
