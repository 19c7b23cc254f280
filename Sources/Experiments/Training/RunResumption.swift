internal import Foundation
internal import Net

/// What a resume takes from a run's folder and checks against the present.
struct RunResumption {
  let registry: Registry
  let details: RunDetails

  private var folder: String { registry.folderPath(of: details.id) }

  /// Refuses a run that has nothing left to do.
  ///
  /// - Parameter epochs: how many epochs it shall have; nil for as many as planned.
  func requireWork(epochs: Int?) throws {
    let done = try registry.epochs(of: details.id).count
    if let epochs, epochs < done {
      throw ExperimentError(
        .invalidConfig, found: "run \(details.id) has \(done) epochs, \(epochs) were asked for",
        expected: "at least \(done)")
    }
    guard details.status != .finished || epochs ?? 0 > done else {
      let how =
        details.reason.isEmpty ? "with all its \(done) epochs" : "with \(done) epochs, " + details.reason
      throw ExperimentError(
        .invalidConfig, found: "run \(details.id) is finished \(how)",
        expected: "a run that stopped early",
        remedy: "To train it further: jx resume \(details.id) --epochs \(done + max(1, done / 2))")
    }
  }

  /// The run's config, recordings and split as they were, on the present machine.
  func preparation(overrides: [String]) throws -> Preparation {
    let resolved = try RunConfig.parse(
      Array(details.configText.utf8), path: folder + "/config.yaml", overrides: overrides)
    let data = resolved.config.data
    let catalogue = try Catalogue.scan(data)
    guard catalogue.classes == details.classes else {
      let now = Set(catalogue.classes)
      let then = Set(details.classes)
      let changes =
        then.subtracting(now).sorted().map { "'\($0)' is gone" }
        + now.subtracting(then).sorted().map { "'\($0)' is new" }
      throw ExperimentError(
        .invalidData, found: "the classes in \(data.place) changed: " + changes.joined(separator: ", "),
        expected: "the \(details.classes.count) classes of run \(details.id)",
        remedy: "Restore the folders, or start a new run.")
    }
    try requireFiles(in: catalogue)
    let split = try SplitManifest(path: folder + "/" + RunFiles.split).assignment(of: catalogue)
    return try Preparation(resolved, catalogue: catalogue, split: split)
  }

  /// What differs from the last attempt and costs the exact repetition.
  ///
  /// - Parameter doing: what is done, such as `resuming`.
  func environmentChanges(_ preparation: Preparation, doing: String = "resuming") -> [String] {
    guard let last = details.attempts.last?.environment else { return [] }
    var changes: [String] = []
    func compare(_ what: String, _ then: String?, _ now: String?) {
      if let then, let now, then != now { changes.append("\(what) \(now) instead of \(then)") }
    }
    compare("engine", last.engine.rawValue, preparation.engine.name.rawValue)
    compare("threads", String(last.threads), String(preparation.options.threads))
    compare("cpu", last.facts["cpu"], ExecutionFacts.cpuModel())
    return changes.isEmpty
      ? [] : ["\(doing) with " + changes.joined(separator: ", ") + ": the results will not be bit-identical"]
  }
}
