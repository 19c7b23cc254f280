internal import Experiments
internal import Foundation

/// A run's status in words, with the command that goes on where one does.
enum RunStatusText {
  /// `finished`, `running epoch 3, batch 12/40`, `crashed at epoch 12, batch 340 → jx resume 4f2a0b1c`.
  static func status(of run: RunSummary, isShort: Bool) -> String {
    guard !isShort else { return run.status.rawValue }
    let place = run.progress.map { " at epoch \($0.epoch), batch \($0.batch)" } ?? ""
    switch run.status {
    case .running:
      return run.progress.map { "running epoch \($0.epoch), batch \($0.batch)/\($0.batchCount)" } ?? "running"
    case .crashed, .interrupted: return run.status.rawValue + place + " → jx resume \(run.id)"
    case .finished, .failed: return run.status.rawValue
    }
  }
}

/// Times as people and programs read them.
enum DateText {
  /// `2026-11-22 13:05`, in the local time zone.
  static func short(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
    func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
  }
}
