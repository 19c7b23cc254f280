internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx doctor`: checks a registry and the machine.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the registry, the files of its runs and the machine, and say how to mend what is wrong.",
    discussion: """
      For example: jx doctor --quick. Without --quick every snapshot is read and its SHA-256 compared. Ends with 0 if \
      nothing is wrong, with 1 otherwise.
      """)

  @Flag(help: "Compare the sizes of files, not their digests.")
  var quick = false

  @Flag(help: "Mend what can be mended without losing anything.")
  var mend = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var registry: RegistryOptions

  func run() throws {
    Interruption.install()
    let reporter = RunReporter()
    defer { reporter.clear() }
    let doctor = Doctor(
      directory: registry.folder, isQuick: quick, allowsNetworkFileSystem: registry.isForced,
      isCancelled: { Interruption.isRequested },
      progress: { reporter.draw("verify", total: $1 >> 20, unit: "MiB", done: $0 >> 20) })
    var diagnosis = try doctor.diagnose()
    reporter.clear()
    if mend { try doctor.mend(&diagnosis) }
    Output.result(try json ? JSONObject.encoded(diagnosis) : text(diagnosis))
    if !diagnosis.isHealthy { throw Failure.Explained(code: 1) }
  }

  private func text(_ diagnosis: Diagnosis) -> String {
    var lines = diagnosis.facts.sorted { $0.key.lowercased() < $1.key.lowercased() }.map {
      "\($0.key): \($0.value)"
    }
    if let free = diagnosis.freeByteCount { lines.append("disk: \(Quantity.bytes(free)) free") }
    lines.append(
      "registry \(registry.folder): \(grouped(diagnosis.runCount)) runs, \(grouped(diagnosis.fileCount)) files"
        + (quick ? ", digests not compared" : ", \(Quantity.bytes(diagnosis.verifiedByteCount)) verified"))
    lines.append("")
    for finding in diagnosis.findings {
      lines.append(
        "\(finding.isMended ? "mended" : finding.severity.rawValue): \(finding.found)"
          + (finding.remedy.isEmpty || finding.isMended ? "" : "\n  " + finding.remedy))
    }
    let wrong = diagnosis.findings.count { $0.severity != .note && !$0.isMended }
    lines.append(wrong == 0 ? "nothing wrong" : "\(wrong) \(wrong == 1 ? "thing is" : "things are") wrong")
    return lines.map { $0 + "\n" }.joined()
  }
}
