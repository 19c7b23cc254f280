internal import GRDB

/// What can be seen of a run from outside at a moment, whether a process works on it or not.
public struct RunObservation: Sendable {
  /// The run, with its true status.
  public let details: RunDetails
  /// How far it had come when it last said so; nil if unknown.
  public let progress: RunProgress?
  /// Its recorded epochs.
  public let epochs: [EpochRecord]

  /// The number of the last attempt.
  public var attempt: Int { details.attempts.last?.number ?? 0 }

  /// One figure of all epochs, in their order; no number where an epoch lacks it.
  public func curve(_ key: MetricKey) -> [Double] { epochs.map { $0.metrics[key] ?? .nan } }
}

extension Registry {
  /// Looks at a run; takes milliseconds, so that it can be done again and again.
  ///
  /// - Parameter previous: what was seen before; its epochs are taken over as long as no other is recorded.
  public func observe(_ id: RunID, since previous: RunObservation? = nil) throws -> RunObservation {
    // The lock is asked before the rows: a run that ends in between is seen as running once more, and never as crashed.
    let progress = progress(of: id)
    let details = try details(of: id)
    let last = previous?.epochs.last.map { [$0.epoch, $0.attempt] }
    if let previous, try lastEpoch(of: id) == last {
      return RunObservation(details: details, progress: progress, epochs: previous.epochs)
    }
    return RunObservation(details: details, progress: progress, epochs: try epochs(of: id))
  }

  /// The number of the last epoch and of the attempt that finished it.
  private func lastEpoch(of id: RunID) throws -> [Int]? {
    let number = try number(of: id)
    return try read { db in
      try Row.fetchOne(
        db, sql: "SELECT epoch, attempt FROM epochs WHERE run = ? ORDER BY epoch DESC LIMIT 1",
        arguments: [number]
      ).map { [$0["epoch"], $0["attempt"]] }
    }
  }
}
