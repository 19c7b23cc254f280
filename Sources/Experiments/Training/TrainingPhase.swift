public import Net

/// A stretch of epochs in which the same layers learn.
public struct TrainingPhase: Sendable, Hashable {
  /// Its first epoch, from 1 on; it ends where the next phase begins.
  public var firstEpoch: Int
  /// The network with the layers that are frozen in it.
  public var network: Network

  /// A phase.
  public init(firstEpoch: Int, network: Network) {
    self.firstEpoch = firstEpoch
    self.network = network
  }
}

extension Preparation {
  /// The phase that an epoch is in.
  func phase(ofEpoch epoch: Int) -> TrainingPhase {
    phases.last { $0.firstEpoch <= epoch } ?? phases[0]
  }

  /// The last epoch of the phase that an epoch is in; nil if no other phase follows.
  func lastEpoch(ofPhaseWith epoch: Int) -> Int? {
    phases.first { $0.firstEpoch > epoch }.map { $0.firstEpoch - 1 }
  }
}
