public import Net

/// What a checkpoint holds and what jx can do with it.
public struct CheckpointReport {
  /// One variable.
  public struct Variable {
    /// Its name, shape and type.
    public var variable: CheckpointVariable
    /// What its values are like; nil where they are no numbers.
    public var statistics: VariableStatistics?
  }

  /// The checkpoint.
  public let checkpoint: Checkpoint
  /// Its variables by name.
  public let variables: [Variable]
  /// Why no network of jx can start from it: variables that are missing, extra or of another shape; empty if one can.
  public let problems: [String]
  /// The network that it is of, without the head where it has none; nil if it is of none.
  public let network: Network?
  /// Whether it has a head, from which a network can go on.
  public let hasHead: Bool
  /// Whether it has Adam's moments of all layers.
  public let hasOptimizerState: Bool

  /// Opens a checkpoint and reads all its values.
  ///
  /// - Throws: ``NetError`` for one that can't be read or is damaged.
  public init(path: String) throws(NetError) {
    let checkpoint = try Checkpoint(path: path)
    self.checkpoint = checkpoint
    var variables: [Variable] = []
    for variable in checkpoint.variables {
      let statistics = variable.element == nil ? nil : try checkpoint.statistics(of: variable.shape.name)
      variables.append(Variable(variable: variable, statistics: statistics))
    }
    self.variables = variables.sorted { $0.variable.shape.name < $1.variable.shape.name }
    guard let network = NetworkCheckpoint.network(of: checkpoint) else {
      (problems, self.network) = ([NetworkCheckpoint.missingNetwork], nil)
      (hasHead, hasOptimizerState) = (false, false)
      return
    }
    let source = NetworkCheckpoint(checkpoint: checkpoint, network: network)
    problems = source.bodyProblems
    self.network = problems.isEmpty ? network : nil
    hasHead = source.headProblems.isEmpty
    hasOptimizerState = source.optimizerProblems.isEmpty
  }
}
