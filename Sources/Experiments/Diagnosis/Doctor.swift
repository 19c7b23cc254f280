internal import Foundation
internal import GRDB
internal import Glibc
internal import Net

/// Checks a registry and the machine, and mends what can be mended without loss.
public struct Doctor {
  /// The registry's folder.
  let directory: String
  /// Whether sizes of files are enough, without their digests.
  let isQuick: Bool
  /// Whether the registry may lie on a network file system.
  let allowsNetworkFileSystem: Bool
  let isCancelled: () -> Bool
  /// Told of the bytes that were verified, and of all that are to be.
  let progress: (_ doneBytes: Int, _ totalBytes: Int) -> Void

  /// A doctor for a registry's folder.
  public init(
    directory: String, isQuick: Bool = false, allowsNetworkFileSystem: Bool = false,
    isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (_ doneBytes: Int, _ totalBytes: Int) -> Void = { _, _ in }
  ) {
    self.directory = directory
    self.isQuick = isQuick
    self.allowsNetworkFileSystem = allowsNetworkFileSystem
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Looks at everything; changes nothing, except that opening brings older tables up to date.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` without a folder, ``ExperimentError/Code/interrupted``.
  public func diagnose() throws -> Diagnosis {
    var diagnosis = Diagnosis()
    examineMachine(&diagnosis)
    guard FileManager.default.fileExists(atPath: directory) else {
      throw ExperimentError(
        .missingFile, found: "there is no folder \(directory)",
        expected: "the folder that runs were recorded in",
        remedy: "Name it with --registry or JX_REGISTRY.")
    }
    examineDisk(&diagnosis)
    guard FileManager.default.fileExists(atPath: Registry.databasePath(in: directory)) else {
      diagnosis.findings.append(
        Finding(
          .error, .database, "\(Registry.databasePath(in: directory)) is missing",
          remedy: "jx registry rebuild restores it from the run folders.", mending: .restoreRows))
      return diagnosis
    }
    do throws(ExperimentError) {
      let registry = try open()
      try RegistryCheck(registry: registry, doctor: self).run(&diagnosis)
    } catch {
      guard [.registry, .unsupported, .inputOutput].contains(error.code) else { throw error }
      diagnosis.findings.append(
        Finding(.error, .database, error.found, remedy: error.remedy))
    }
    return diagnosis
  }

  /// Mends the findings that can be, and marks them.
  public func mend(_ diagnosis: inout Diagnosis) throws {
    for index in diagnosis.findings.indices {
      guard let mending = diagnosis.findings[index].mending else { continue }
      switch mending {
      case .restoreRows:
        let (_, report) = try Registry.rebuild(
          directory: directory, allowsNetworkFileSystem: allowsNetworkFileSystem)
        diagnosis.findings[index].isMended = report.failures.isEmpty
      case .rewriteRecords(let id):
        diagnosis.findings[index].isMended = try open().rewriteRecords(of: id)
      case .removeMergeRemains:
        try FileTree.remove(directory + "/" + RegistryMerge.workshopName)
        diagnosis.findings[index].isMended = true
      }
    }
  }

  private func open() throws(ExperimentError) -> Registry {
    do {
      return try Registry(
        directory: directory, createsMissing: false, allowsNetworkFileSystem: allowsNetworkFileSystem)
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.registry, found: "\(error)")
    }
  }

  private func examineMachine(_ diagnosis: inout Diagnosis) {
    diagnosis.facts = LibraryVersions.current()
    diagnosis.facts["processor"] =
      (ExecutionFacts.cpuModel().map { $0 + ", " } ?? "") + NetLibraries.processorLevel
    diagnosis.facts["cores"] = String(ProcessInfo.processInfo.activeProcessorCount)
    guard let engine = try? Engines.make(.auto) else { return }
    diagnosis.facts["engine"] = engine.engine.name.rawValue
    if let note = engine.note {
      diagnosis.findings.append(
        Finding(.note, .machine, note, remedy: "Training takes several times as long as with AVX-512."))
    }
  }

  private func examineDisk(_ diagnosis: inout Diagnosis) {
    var status = statvfs()
    guard unsafe statvfs(directory, &status) == 0 else { return }
    let free = Int(status.f_bavail) * Int(status.f_frsize)
    diagnosis.freeByteCount = free
    if status.f_flag & UInt(ST_RDONLY) != 0 {
      diagnosis.findings.append(
        Finding(.error, .disk, "\(directory) lies on a file system that is mounted read-only"))
    }
    if status.f_files > 0, status.f_favail < 1000 {
      diagnosis.findings.append(
        Finding(
          .warning, .disk, "the file system of \(directory) has room for only \(status.f_favail) more files",
          remedy: "Remove files there that are not needed."))
    }
  }
}
