internal import Experiments

/// How a watched run ended, and the command that comes next.
enum WatchEndText {
  /// A line; nil for a run that goes on.
  static func line(_ run: RunObservation, registryArgument: String) -> String? {
    let id = "\(run.details.id)\(registryArgument)"
    let place = run.progress.map { " at epoch \($0.epoch), batch \($0.batch)" } ?? ""
    switch run.details.status {
    case .running: return nil
    case .finished: return "finished: jx show \(id)"
    case .interrupted, .crashed: return "\(run.details.status.rawValue)\(place); to go on: jx resume \(id)"
    case .failed: return "failed: \(run.details.reason)"
    }
  }
}
