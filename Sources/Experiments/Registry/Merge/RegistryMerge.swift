internal import Foundation
internal import Glibc

/// Takes the runs of another registry over, from their folders alone: its database may be gone, older, or read-only.
struct RegistryMerge {
  let registry: Registry
  /// The other registry's folder.
  let other: String
  let isSharingNothing: Bool
  let isCancelled: () -> Bool
  let progress: (_ doneBytes: Int, _ totalBytes: Int) -> Void

  private struct Candidate {
    var folder: RunFolder
    var details: RunDetails
    var byteCount: Int
  }

  /// The folder in a registry where folders are put together before they get their name.
  static let workshopName = ".merging"

  private var workshop: String { registry.directory + "/" + Self.workshopName }

  /// Whether a process merges into a registry.
  static func isUnderWay(in directory: String) -> Bool {
    guard let lock = try? FileDescriptor(reading: directory + "/merge.lock") else { return false }
    return flock(lock.number, LOCK_SH | LOCK_NB) != 0
  }

  func run() throws -> MergeReport {
    try refuseSameFolder()
    try registry.makeIfMissing()
    let lock = try FileDescriptor(path: registry.directory + "/merge.lock", flags: O_RDWR | O_CREAT)
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      throw ExperimentError(
        .registry, found: "another merge into \(registry.directory) is under way", remedy: "Wait for it.")
    }
    try FileTree.remove(workshop)
    var report = MergeReport()
    let candidates = try findCandidates(&report)
    var known = try registry.read { db in try RunOrigin.all(db) }
    /// Ids there and here.
    var ids: [String: RunID] = [:]
    var wanted: [Candidate] = []
    for candidate in candidates {
      if let id = known[RunOrigin(candidate.details)] {
        ids[candidate.details.id.text] = id
        try noteKnown(id, candidate, &report)
      } else {
        wanted.append(candidate)
      }
    }
    let total = wanted.reduce(0) { $0 + $1.byteCount }
    for candidate in wanted {
      do {
        let id = try merge(candidate, ids: ids, total: total, &report)
        ids[candidate.details.id.text] = id
        known[RunOrigin(candidate.details)] = id
      } catch let error as ExperimentError where error.code != .interrupted {
        report.failures.append(FileProblem(path: candidate.details.id.text, reason: error.description))
      }
    }
    try FileTree.remove(workshop)
    return report
  }

  private func refuseSameFolder() throws(ExperimentError) {
    var (here, there) = (stat(), stat())
    guard unsafe stat(other, &there) == 0 else { throw SystemFailure.error("opened", other) }
    guard there.st_mode & S_IFMT == S_IFDIR else {
      throw ExperimentError(.missingFile, found: "\(other) is a file", expected: "the folder of a registry")
    }
    if unsafe stat(registry.directory, &here) == 0, here.st_ino == there.st_ino, here.st_dev == there.st_dev {
      throw ExperimentError(
        .invalidConfig, found: "\(other) is the registry itself", expected: "another registry's folder")
    }
  }

  /// The other registry's runs, in the order in which they began.
  private func findCandidates(_ report: inout MergeReport) throws -> [Candidate] {
    var candidates: [Candidate] = []
    let names = try FileManager.default.contentsOfDirectory(atPath: other).sorted()
    guard names.contains(where: { RunID($0) != nil }) else {
      throw ExperimentError(
        .missingFile, found: "\(other) holds no run folders", expected: "the folder of a registry")
    }
    for name in names {
      guard RunID(name) != nil else { continue }
      let folder = RunFolder(path: "\(other)/\(name)")
      do {
        let details = try folder.readDetails()
        let process = details.attempts.last?.process
        if RunLock.state(at: folder.lockPath, lastProcess: process).isHeld {
          report.skipped.append(
            FileProblem(path: name, reason: "a process works on it; merge again when it has ended"))
          continue
        }
        let size = FolderCopy.files(in: folder.path).reduce(0) {
          $0 + FolderContents.byteCount(ofFile: folder.path + "/" + $1.path)
        }
        candidates.append(Candidate(folder: folder, details: details, byteCount: size))
      } catch {
        report.failures.append(FileProblem(path: name, reason: error.description))
      }
    }
    return candidates.sorted {
      ($0.details.createdAt, $0.details.id.text) < ($1.details.createdAt, $1.details.id.text)
    }
  }

  private func noteKnown(_ id: RunID, _ candidate: Candidate, _ report: inout MergeReport) throws {
    let here = try registry.epochs(of: id).count
    let there = try candidate.folder.readEpochs().epochs.count
    guard there > here else {
      report.known.append(id)
      return
    }
    report.skipped.append(
      FileProblem(
        path: candidate.details.id.text,
        reason:
          "it has \(there) epochs there and \(here) here, as \(id); to take it over: jx delete \(id), jx gc, "
          + "and merge again"))
  }

  /// Copies a run's folder, gives it its name, and then its row: a merge that is stopped between leaves a folder that
  /// the next merge or rebuild restores.
  private func merge(
    _ candidate: Candidate, ids: [String: RunID], total: Int, _ report: inout MergeReport
  ) throws -> RunID {
    let otherID = candidate.details.id
    let origin = RunOrigin(candidate.details)
    let present = try? registry.folder(of: otherID).readDetails()
    if let present, RunOrigin(present) == origin {
      try registry.restore(present)
      report.merged.append(MergeReport.MergedRun(id: otherID, otherID: otherID))
      return otherID
    }
    let assembled = RunFolder(path: workshop + "/\(otherID)")
    var (copied, shared) = (report.copiedByteCount, report.sharedByteCount)
    try FolderCopy(isSharingNothing: isSharingNothing, isCancelled: isCancelled) { copiedNow, sharedNow in
      copied += copiedNow
      shared += sharedNow
      progress(copied + shared, total)
    }.copy(from: candidate.folder.path, to: assembled.path)
    let id = try claimID(otherID)
    let details = renamed(candidate.details, to: id, ids: ids)
    if details != candidate.details {
      try AtomicFile.write(details.configText, to: assembled.configPath)
      try assembled.write(details)
    }
    // The empty folder that reserves the id gives way to the full one in one step.
    guard unsafe rename(assembled.path, registry.folderPath(of: id)) == 0 else {
      throw SystemFailure.error("renamed", assembled.path)
    }
    try FileDescriptor.synchronize(folder: registry.directory)
    try registry.restore(details)
    (report.copiedByteCount, report.sharedByteCount) = (copied, shared)
    report.merged.append(MergeReport.MergedRun(id: id, otherID: otherID))
    return id
  }

  /// The run's own id if it is free here, another one otherwise; its folder is made.
  private func claimID(_ wanted: RunID) throws(ExperimentError) -> RunID {
    var id = wanted
    while true {
      let isTaken = (try? registry.number(of: id)) != nil
      if !isTaken, try RunFolder.createFolder(registry.folderPath(of: id)) { return id }
      id = RunID.random()
    }
  }

  /// The details under a new id, with the runs that they refer to by the ids that those have here.
  private func renamed(_ details: RunDetails, to id: RunID, ids: [String: RunID]) -> RunDetails {
    var details = details
    details.id = id
    if case .run(let source, _)? = CheckpointSource(details.checkpoint), let here = ids[source],
      here.text != source
    {
      func replaced(_ text: String) -> String { text.replacing("run:\(source)", with: "run:\(here)") }
      details.checkpoint = replaced(details.checkpoint)
      details.configText = replaced(details.configText)
      for index in details.configValues.indices {
        details.configValues[index].value = replaced(details.configValues[index].value)
      }
    }
    if let parent = details.parent, let here = ids[parent.run.text] { details.parent?.run = here }
    return details
  }
}

extension Registry {
  /// Takes over the runs of another registry that are not here yet.
  ///
  /// The same run is known by when and by which process it was begun, so that a second merge does nothing. A run whose id
  /// another run has here gets a new one. Folders appear whole.
  ///
  /// - Parameters:
  ///   - directory: the other registry's folder; it is only read.
  ///   - isSharingNothing: copies snapshots even where both registries could share them on the disk.
  ///   - progress: bytes done and to do.
  /// - Throws: ``ExperimentError/Code/interrupted``, with the runs merged so far in place; other errors before the first.
  public func merge(
    from directory: String, isSharingNothing: Bool = false, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (_ doneBytes: Int, _ totalBytes: Int) -> Void = { _, _ in }
  ) throws -> MergeReport {
    try RegistryMerge(
      registry: self, other: directory, isSharingNothing: isSharingNothing, isCancelled: isCancelled,
      progress: progress
    ).run()
  }
}
