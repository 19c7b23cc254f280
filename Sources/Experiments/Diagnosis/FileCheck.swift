internal import Foundation
internal import GRDB

/// A recorded file to be compared with what lies on the disk.
struct FileCheck {
  var run: RunID
  var kind: String
  var file: RecordedFile

  /// What is wrong with it; nil if nothing is.
  ///
  /// - Parameter isQuick: compares the size alone.
  func finding(in registry: Registry, isQuick: Bool) -> Finding? {
    let path = registry.folderPath(of: run) + "/" + file.path
    func wrong(_ what: String) -> Finding {
      Finding(.error, .file, run: run, "\(path) \(what)", remedy: remedy)
    }
    guard FileManager.default.fileExists(atPath: path) else {
      return isStillRecorded(in: registry) ? wrong("is missing") : nil
    }
    let size = FolderContents.byteCount(ofFile: path)
    if size != file.byteCount {
      return isStillRecorded(in: registry)
        ? wrong("has \(size) bytes; \(file.byteCount) were recorded") : nil
    }
    guard !isQuick else { return nil }
    do throws(ExperimentError) {
      let digest = try SHA256.hash(fileAt: path).digest
      guard digest != file.digest, isStillRecorded(in: registry) else { return nil }
      return wrong(
        "is damaged: its SHA-256 is \(digest.hexadecimal.prefix(12))…, not "
          + "\(file.digest.hexadecimal.prefix(12))…")
    } catch {
      return isStillRecorded(in: registry) ? wrong("can't be read: \(error.found)") : nil
    }
  }

  /// Whether the registry still has the file just so: a run that goes on lets snapshots go and writes others.
  private func isStillRecorded(in registry: Registry) -> Bool {
    let digest = try? registry.read { db in
      try String.fetchOne(
        db, sql: "SELECT sha256 FROM run_files JOIN runs ON number = run WHERE id = ? AND path = ?",
        arguments: [run.text, file.path])
    }
    return digest == file.digest.hexadecimal
  }

  private var remedy: String {
    switch kind {
    case FileRows.snapshotKind: "Restore it from a copy; jx show \(run) lists the other snapshots."
    case FileRows.predictionsKind: "jx eval \(run) evaluates again and writes predictions anew."
    default: "Restore it from a copy of the folder."
    }
  }
}
