internal import Foundation
internal import GRDB
internal import Glibc

/// Looks through a registry's runs and what lies beside them, and removes what can go.
struct GarbageCollector {
  private struct Run {
    var id: RunID
    var number: Int64
    var deletedAt: Date?
  }

  private let registry: Registry
  private let runs: [Run]
  /// The runs that began from another run's weights, by its id.
  private let heirs: [String: [RunID]]

  init(registry: Registry) throws {
    self.registry = registry
    var heirs: [String: [RunID]] = [:]
    runs = try registry.read { db in
      try Row.fetchAll(
        db, sql: "SELECT number, id, deleted_at, checkpoint FROM runs ORDER BY number"
      ).map { row in
        let run = Run(
          id: try RegistryRow.value(RunID(row["id"]), "id"), number: row["number"],
          deletedAt: try RegistryRow.date(row["deleted_at"], "deleted_at"))
        if run.deletedAt == nil, case .run(let source, _)? = CheckpointSource(row["checkpoint"] as String) {
          heirs[source, default: []].append(run.id)
        }
        return run
      }
    }
    self.heirs = heirs
  }

  func plan() throws -> GarbagePlan {
    var plan = GarbagePlan()
    for run in runs {
      let isHeld = registry.liveState(of: run.id, lastProcess: nil).isHeld
      if let deletedAt = run.deletedAt, !isHeld {
        plan.items.append(deletedItem(run.id, deletedAt))
      } else {
        plan.items += try RunCollection(registry: registry, id: run.id, number: run.number)
          .items(isHeld: isHeld)
      }
    }
    plan.items += try itemsBesideRuns()
    return plan
  }

  func collect(_ plan: GarbagePlan, removed: (GarbageItem) throws -> Void) throws -> [GarbageItem] {
    let agreed = Set(plan.garbage.map(\.path))
    let ids = Set(plan.garbage.compactMap(\.run))
    var gone: [GarbageItem] = []
    for run in runs where ids.contains(run.id) {
      for item in try collect(run, agreed: agreed) {
        gone.append(item)
        try removed(item)
      }
    }
    for item in try itemsBesideRuns() where !item.isKept && agreed.contains(item.path) {
      try FileTree.remove("\(registry.directory)/\(item.path)")
      gone.append(item)
      try removed(item)
    }
    return gone
  }

  private func collect(_ run: Run, agreed: Set<String>) throws -> [GarbageItem] {
    let folder = registry.folder(of: run.id)
    guard unsafe access(folder.path, F_OK) == 0 else { return try removeDeleted(run, agreed) }
    guard let lock = try RunLock.acquire(at: folder.lockPath, isWorking: false) else { return [] }
    let gone = try run.deletedAt == nil ? removeFiles(of: run, agreed) : removeDeleted(run, agreed)
    lock.release()
    return gone
  }

  private func removeFiles(of run: Run, _ agreed: Set<String>) throws -> [GarbageItem] {
    let collection = RunCollection(registry: registry, id: run.id, number: run.number)
    let garbage = try collection.items(isHeld: false).filter { !$0.isKept && agreed.contains($0.path) }
    let prefix = run.id.text + "/"
    let snapshotPaths = Set(try registry.snapshots(of: run.id).flatMap(\.files).map { prefix + $0.path })
    if garbage.contains(where: { snapshotPaths.contains($0.path) }), let policy = try collection.policy() {
      _ = try registry.applyRetention(policy, to: run.number, run.id)
    }
    return try garbage.filter { item in
      if snapshotPaths.contains(item.path) { return true }
      return try AtomicFile.removeAbandoned("\(registry.directory)/\(item.path)")
    }
  }

  /// Removes a deleted run for good: first its row, then its folder. One that was taken back meanwhile stays.
  private func removeDeleted(_ run: Run, _ agreed: Set<String>) throws -> [GarbageItem] {
    guard let deletedAt = run.deletedAt, agreed.contains("\(run.id)/") else { return [] }
    let item = deletedItem(run.id, deletedAt)
    let isGone = try registry.write { db in
      try db.execute(
        sql: "DELETE FROM runs WHERE number = ? AND deleted_at IS NOT NULL", arguments: [run.number])
      return db.changesCount == 1
    }
    guard isGone else { return [] }
    try FileTree.remove(registry.folderPath(of: run.id))
    return [item]
  }

  private func deletedItem(_ id: RunID, _ deletedAt: Date) -> GarbageItem {
    let heirs = heirs[id.text] ?? []
    let consequence =
      heirs.isEmpty
      ? "" : "; \(heirs.map(\.text).joined(separator: ", ")) began from its weights and can't be rerun then"
    return GarbageItem(
      run: id, path: "\(id)/", byteCount: FolderContents(of: registry.folderPath(of: id)).byteCount,
      isKept: false, reason: "deleted on \(Timestamp.text(deletedAt).prefix(10))" + consequence)
  }

  /// Folders without a row, and what a rebuild moved aside.
  private func itemsBesideRuns() throws -> [GarbageItem] {
    let known = Set(runs.map(\.id.text))
    return try FileManager.default.contentsOfDirectory(atPath: registry.directory).sorted().compactMap {
      name in
      if let id = RunID(name) { return known.contains(name) ? nil : itemWithoutRow(id) }
      guard name.hasPrefix("registry.sqlite.damaged-") else { return nil }
      let path = "\(registry.directory)/\(name)"
      return GarbageItem(
        run: nil, path: name, byteCount: FolderContents.byteCount(ofFile: path), isKept: true,
        reason: "a damaged database that was moved aside; remove it by hand")
    }
  }

  private func itemWithoutRow(_ id: RunID) -> GarbageItem {
    let folder = registry.folder(of: id)
    let contents = FolderContents(of: folder.path)
    func item(isKept: Bool, _ reason: String) -> GarbageItem {
      GarbageItem(run: nil, path: "\(id)/", byteCount: contents.byteCount, isKept: isKept, reason: reason)
    }
    if registry.liveState(of: id, lastProcess: nil).isHeld {
      return item(isKept: true, "a process begins a run in it")
    }
    if unsafe access(folder.detailsPath, F_OK) == 0 {
      guard let details = try? folder.readDetails() else {
        return item(isKept: true, "not in the registry, and its run.json can't be read")
      }
      return details.deletedAt == nil
        ? item(isKept: true, "not in the registry; to restore it: jx registry rebuild")
        : item(isKept: false, "deleted, and its removal was stopped")
    }
    guard FolderContents.age(of: folder.path) > RunCollection.graceSeconds else {
      return item(isKept: true, "a run may be beginning in it; goes after an hour")
    }
    return item(isKept: false, "a run that never began")
  }
}
