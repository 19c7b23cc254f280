internal import Foundation

/// What is worth knowing about the machine beside a measurement.
struct MachineFacts: Encodable {
  /// The processor's name where the system tells it.
  var processor: String
  /// Cores that may be used.
  var cores: Int
  /// Runnable threads over the last minute; more than the benchmark's own say that others were at work.
  var load: Double?

  /// Those of this machine, now.
  static var current: MachineFacts {
    func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    let model = text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
    return MachineFacts(
      processor: model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        ?? "unknown",
      cores: ProcessInfo.processInfo.activeProcessorCount,
      load: text("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) })
  }
}
