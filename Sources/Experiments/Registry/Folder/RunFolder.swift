internal import Foundation
internal import Glibc

/// The files that the registry itself keeps in a run's folder, from which its rows can be restored.
///
///     run.json             RunDetails: all but epochs and evaluations
///     config.yaml          the resolved config
///     epochs.jsonl         one EpochRecord a line, in order
///     evaluations/1.json   EvaluationRecord
///     lock                 held while a process works on the run
///     snapshots/           SnapshotFormat
struct RunFolder: Sendable {
  /// The folder's path.
  let path: String

  var detailsPath: String { path + "/run.json" }
  var configPath: String { path + "/config.yaml" }
  var epochsPath: String { path + "/epochs.jsonl" }
  var evaluationsPath: String { path + "/evaluations" }
  var lockPath: String { path + "/lock" }

  /// Makes a folder and waits until its name is on the disk; false if it was there before. Its parent must be there.
  @discardableResult
  static func createFolder(_ path: String) throws(ExperimentError) -> Bool {
    if unsafe mkdir(path, 0o755) != 0 {
      guard errno == EEXIST else { throw SystemFailure.error("made", path) }
      return false
    }
    try FileDescriptor.synchronize(folder: FilePath.folder(of: path))
    return true
  }

  /// Writes `run.json`.
  func write(_ details: RunDetails) throws(ExperimentError) {
    try AtomicFile.write(try RunJSON.encode(details, isPretty: true) + "\n", to: detailsPath)
  }

  /// Reads `run.json` and `config.yaml`.
  ///
  /// - Throws: ``ExperimentError/Code/registry`` for a form that this version doesn't know.
  func readDetails() throws(ExperimentError) -> RunDetails {
    let bytes = try FileDescriptor.readAll(detailsPath)
    let form: RunDetails.Form = try RunJSON.decode(bytes, from: detailsPath)
    guard form.format == RunDetails.presentFormat else {
      throw ExperimentError(
        .registry, found: "\(detailsPath) is of format \(form.format), written by a newer version of jx",
        expected: "format \(RunDetails.presentFormat)", remedy: "Update jx.")
    }
    var details: RunDetails = try RunJSON.decode(bytes, from: detailsPath)
    details.configText = String(decoding: try FileDescriptor.readAll(configPath), as: UTF8.self)
    return details
  }

  /// Writes `evaluations/<number>.json`.
  func write(_ evaluation: EvaluationRecord) throws(ExperimentError) {
    try Self.createFolder(evaluationsPath)
    let path = "\(evaluationsPath)/\(evaluation.number).json"
    try AtomicFile.write(try RunJSON.encode(evaluation, isPretty: true) + "\n", to: path)
  }

  /// Reads all evaluations, in their order.
  func readEvaluations() throws(ExperimentError) -> [EvaluationRecord] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: evaluationsPath)) ?? []
    var records: [EvaluationRecord] = []
    for name in names where name.hasSuffix(".json") {
      let path = evaluationsPath + "/" + name
      records.append(try RunJSON.decode(try FileDescriptor.readAll(path), from: path))
    }
    return records.sorted { $0.number < $1.number }
  }

  /// Removes files by their paths in the folder; one that can't be removed stays for a later cleaning up.
  func removeFiles(_ paths: [String]) {
    for path in paths { unsafe unlink(self.path + "/" + path) }
  }
}

extension RunFolder {
  /// Appends an epoch to `epochs.jsonl` and waits until it is on the disk; returns the file's size before.
  func append(_ epoch: EpochRecord) throws(ExperimentError) -> Int {
    let file = try FileDescriptor(path: epochsPath, flags: O_WRONLY | O_CREAT | O_APPEND)
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0 else { throw SystemFailure.error("examined", epochsPath) }
    let size = Int(status.st_size)
    do throws(ExperimentError) {
      let line = Array((try RunJSON.encode(epoch, isPretty: false) + "\n").utf8)
      try file.write(unsafe line.span.bytes)
      try file.synchronize()
      if size == 0 { try FileDescriptor.synchronize(folder: path) }
    } catch {
      cutEpochs(to: size)
      throw error
    }
    return size
  }

  /// Takes back what ``append(_:)`` appended; should that fail, the next attempt at the run mends the file.
  func cutEpochs(to size: Int) {
    _ = unsafe truncate(epochsPath, size)
  }

  /// Replaces `epochs.jsonl`.
  func write(_ epochs: [EpochRecord]) throws(ExperimentError) {
    var text = ""
    for epoch in epochs { text += try RunJSON.encode(epoch, isPretty: false) + "\n" }
    try AtomicFile.write(text, to: epochsPath)
  }

  /// Reads `epochs.jsonl`: all whole lines, and whether the file ends behind the last of them. A last line that can't be
  /// understood was cut off by a power cut, which may leave zeros in a file.
  func readEpochs() throws(ExperimentError) -> (epochs: [EpochRecord], isWhole: Bool) {
    guard unsafe access(epochsPath, F_OK) == 0 else { return ([], true) }
    let bytes = try FileDescriptor.readAll(epochsPath)
    var epochs: [EpochRecord] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Array(rest[..<end])
      rest = rest[(end + 1)...]
      do throws(ExperimentError) {
        epochs.append(try RunJSON.decode(line, from: epochsPath))
      } catch {
        guard rest.isEmpty else { throw error }
        return (epochs, false)
      }
    }
    return (epochs, rest.isEmpty)
  }
}
