internal import Experiments
internal import Foundation
internal import Metrics
internal import Net

/// One run as a page of text.
struct ShowText {
  private let record: RunRecord
  private var details: RunDetails { record.details }

  init(_ record: RunRecord) { self.record = record }

  /// The page.
  func text(isListingAttempts: Bool) -> String {
    var sections = [head, config, section("epochs", epochs.table)]
    for evaluation in record.evaluations {
      sections.append(section("evaluation \(evaluation.number)", text(evaluation)))
    }
    sections.append(section("validation", validation))
    sections.append(section("snapshots", snapshots.table))
    if isListingAttempts { sections.append(section("attempts", attempts.table)) }
    sections.append(section("warnings", details.warnings.map { $0.text + "\n" }.joined()))
    sections.append(
      section("skipped files", details.skippedFiles.map { "\($0.path): \($0.reason)\n" }.joined()))
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A row an epoch with the figures of both splits.
  var epochs: Listing {
    var listing = Listing(
      "epoch", "loss", "accuracy", "validation loss", "validation clips", "validation examples",
      "learning rate",
      "seconds", "waited")
    for epoch in record.epochs {
      func percentage(_ split: Split, _ name: String) -> Listing.Cell {
        .optional(percentage: epoch.metrics[MetricKey(split, name)])
      }
      func number(_ split: Split, _ name: String) -> Listing.Cell {
        .optional(epoch.metrics[MetricKey(split, name)], digits: 4)
      }
      listing.append(
        .integer(epoch.epoch), number(.train, "loss"), percentage(.train, "example_accuracy"),
        number(.validation, "loss"), percentage(.validation, "accuracy"),
        percentage(.validation, "example_accuracy"), .text("\(Float(epoch.learningRate))"),
        .number(epoch.finishedAt.timeIntervalSince(epoch.startedAt), digits: 1),
        .optional(percentage: epoch.waitingShare))
    }
    return listing
  }

  private var head: String {
    let network = details.network
    let attempt = details.attempts.last
    var lines = [
      Style.bold("run \(details.id)") + (details.name.isEmpty ? "" : " " + details.name) + "  " + status,
      "started \(DateText.short(details.createdAt)), \(record.epochs.count) of \(details.plannedEpochs) epochs, "
        + "\(details.attempts.count) " + (details.attempts.count == 1 ? "attempt" : "attempts"),
      "data \(details.data.folder): \(details.data.fileCount) files, \(details.classes.count) classes, sha256 "
        + details.data.digest.hexadecimal.prefix(12),
      "network \(grouped(network.parameterCount)) parameters, \(grouped(network.trainableCount)) trainable; "
        + "from checkpoint \(details.checkpoint)",
    ]
    if let attempt {
      let environment = attempt.environment
      lines.append(
        "engine \(environment.engine.rawValue), \(environment.threads) threads, \(attempt.process.host)"
          + (environment.facts["cpu"].map { ", " + $0 } ?? ""))
      if let commit = environment.facts["git_commit"] {
        lines.append(
          "code \(commit.prefix(12))" + (environment.facts["git_dirty"] == "yes" ? " with changes" : ""))
      }
    }
    if let parent = details.parent { lines.append("\(parent.kind.rawValue) of \(parent.run)") }
    for change in details.extensions {
      lines.append(
        "from epoch \(change.firstEpoch) on planned for \(change.plannedEpochs) epochs, schedule \(change.schedule.rawValue)"
      )
    }
    if !details.timings.isEmpty { lines.append("time beside the epochs: " + timings) }
    if !details.tags.isEmpty { lines.append("tags " + details.tags.joined(separator: ", ")) }
    if !details.note.isEmpty { lines.append("note " + details.note) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// `features 3.2 s, snapshots within epochs 4.1 s`, over all attempts.
  private var timings: String {
    let phases = Set(details.timings.map(\.phase)).sorted()
    return phases.map { phase in
      let seconds = details.timings.filter { $0.phase == phase }.reduce(0) { $0 + $1.seconds }
      return "\(phase) \(seconds.formatted(digits: 1)) s"
    }.joined(separator: ", ")
  }

  private var status: String {
    let place = record.progress.map { " at epoch \($0.epoch), batch \($0.batch)" } ?? ""
    switch details.status {
    case .crashed, .interrupted: return details.status.rawValue + place + " → jx resume \(details.id)"
    case .running: return details.status.rawValue + place
    case .failed: return "failed: " + details.reason
    case .finished: return details.reason.isEmpty ? "finished" : "finished: " + details.reason
    }
  }

  private var config: String {
    let width = details.configValues.map { $0.key.count + $0.value.count + 2 }.max() ?? 0
    let lines = details.configValues.map { value in
      let text = "\(value.key): \(value.value)"
      let padding = String(repeating: " ", count: max(0, width - text.count))
      return value.source == "default" ? text + "\n" : "\(text)\(padding)  (\(value.source))\n"
    }
    return section("config", lines.joined())
  }

  private var validation: String {
    guard let epoch = record.epochs.last, let matrix = epoch.confusions[MetricKey(.validation, "clips")]
    else { return "" }
    let pairs = matrix.mostConfused(limit: 5)
    guard !pairs.isEmpty else { return "no clip is taken for another class after epoch \(epoch.epoch)\n" }
    return "most confused after epoch \(epoch.epoch):\n"
      + pairs.map {
        "  \(details.classes[$0.label]) taken for \(details.classes[$0.prediction]): \($0.count) clips\n"
      }.joined()
  }

  private var snapshots: Listing {
    var listing = Listing("snapshot", "file", "megabytes", "resumable", "sha256")
    for snapshot in record.snapshots {
      let bytes = snapshot.files.reduce(0) { $0 + $1.byteCount }
      listing.append(
        .text(snapshot.position.description), .text(snapshot.values.path),
        .number(Double(bytes) / 1e6, digits: 1),
        .flag(snapshot.state != nil), .text(String(snapshot.values.digest.hexadecimal.prefix(12))))
    }
    return listing
  }

  private var attempts: Listing {
    var listing = Listing("attempt", "host", "pid", "started", "ended", "status", "reason")
    for attempt in details.attempts {
      listing.append(
        .integer(attempt.number), .text(attempt.process.host), .integer(attempt.process.processID),
        .text(DateText.short(attempt.startedAt)), .optional(attempt.endedAt.map(DateText.short)),
        .text(attempt.status.rawValue), .text(attempt.reason))
    }
    return listing
  }

  private func text(_ evaluation: EvaluationRecord) -> String {
    EvaluationText.line(evaluation) + "\n"
      + EvaluationText.looks(record.looksBefore[String(evaluation.number)] ?? [])
      + EvaluationText.classListing(evaluation, classes: details.classes).table
      + EvaluationText.confusions(evaluation, classes: details.classes)
  }

  private func section(_ title: String, _ body: String) -> String {
    guard !body.isEmpty else { return "" }
    return Style.bold(title) + "\n" + body.split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}
