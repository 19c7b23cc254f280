internal import GRDB

/// Decides what can go from one run's folder; whoever removes it holds the run's lock.
struct RunCollection {
  let registry: Registry
  let id: RunID
  let number: Int64

  /// A file that no lock protects may be about to be recorded, such as the predictions of an evaluation; after an hour
  /// it was forgotten.
  static let graceSeconds = 3600.0

  private var folder: RunFolder { registry.folder(of: id) }

  /// The snapshots with the reason why each is kept or goes, and files that nothing refers to.
  ///
  /// - Parameter isHeld: a process works on the run, so that nothing goes.
  func items(isHeld: Bool) throws -> [GarbageItem] {
    let contents = FolderContents(of: folder.path)
    let sizes = Dictionary(
      contents.files.map { ($0.path, $0.byteCount) }, uniquingKeysWith: { first, _ in first })
    let snapshots = try registry.snapshots(of: id)
    func item(_ path: String, isKept: Bool, _ reason: String) -> GarbageItem {
      GarbageItem(
        run: id, path: "\(id)/\(path)", byteCount: sizes[path] ?? 0, isKept: isKept, reason: reason)
    }
    if isHeld {
      return snapshots.flatMap(\.files).map(\.path).unique().map {
        item($0, isKept: true, "a process works on the run")
      }
    }
    var items: [GarbageItem] = []
    for decision in try decisions(snapshots) {
      let why = decision.reasons.map(\.description).joined(separator: ", ")
      let snapshot = decision.snapshot
      items.append(
        item(
          snapshot.values.path, isKept: decision.keepsValues,
          decision.keepsValues ? why : "beyond what the run's snapshots section keeps"))
      if let state = snapshot.state {
        let reason = decision.keepsState ? "to go on from" : "a later state is there to go on from"
        items.append(item(state.path, isKept: decision.keepsState, reason))
      }
    }
    if let frozen = snapshots.compactMap(\.frozen).first {
      items.append(item(frozen.path, isKept: true, "frozen layers of its snapshots"))
    }
    let recorded = try recordedPaths(snapshots)
    for file in contents.files {
      guard let reason = reasonToRemove(file, recorded: recorded) else { continue }
      items.append(item(file.path, isKept: false, reason))
    }
    return items
  }

  /// What the run's own retention says of its snapshots; all stay where its config can't be read.
  private func decisions(_ snapshots: [Snapshot]) throws -> [RetentionDecision] {
    guard let policy = try policy() else {
      return snapshots.map { RetentionDecision(snapshot: $0, reasons: [.last]) }
    }
    return policy.decide(snapshots, figures: try registry.figures(policy.metric, of: id))
  }

  /// How the run keeps snapshots; nil where its config can't be read.
  func policy() throws -> RetentionPolicy? {
    let details = try registry.details(of: id)
    guard let config = try? registry.config(of: details).config.snapshots else { return nil }
    let policy = config.policy(hasValidation: true)
    let hasFigures = try !registry.figures(policy.metric, of: id).isEmpty
    return hasFigures ? policy : config.policy(hasValidation: false)
  }

  private func recordedPaths(_ snapshots: [Snapshot]) throws -> Set<String> {
    let recorded = try registry.read { db in
      try String.fetchAll(db, sql: "SELECT path FROM run_files WHERE run = ?", arguments: [number])
    }
    return Set(recorded + snapshots.flatMap(\.files).map(\.path) + [SnapshotFormat.frozenPath])
  }

  private func reasonToRemove(_ file: FolderContents.File, recorded: Set<String>) -> String? {
    if recorded.contains(file.path) { return nil }
    if file.path.hasSuffix(".tmp") { return "left by a write that was stopped" }
    if file.path.hasPrefix(SnapshotFormat.folder + "/") { return "no recorded snapshot has it" }
    if file.path.hasPrefix(RunFiles.predictions + "/"), file.age > Self.graceSeconds {
      return "no recorded evaluation has it"
    }
    return nil
  }
}

extension Sequence where Element: Hashable {
  /// The elements without repetitions, in order.
  fileprivate func unique() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
