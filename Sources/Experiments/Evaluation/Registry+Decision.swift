internal import Foundation
internal import GRDB

extension Registry {
  /// How a run's answers are made: as was saved with the run, otherwise by its config, without calibration.
  ///
  /// - Throws: ``ExperimentError`` for a saved rule that is gone or damaged.
  public func decision(of details: RunDetails) throws(ExperimentError) -> DecisionRule {
    guard let record = details.files.first(where: { $0.kind == .decision })?.file else {
      let config = try config(of: details).config
      var rule = DecisionRule(aggregation: config.eval.aggregation, classes: details.classes)
      if let background = config.data.background { rule.noiseClasses = [background] }
      return rule
    }
    let path = folderPath(of: details.id) + "/" + record.path
    let bytes = try FileDescriptor.readAll(path)
    guard SHA256.hash(String(decoding: bytes, as: UTF8.self)) == record.digest else {
      throw ExperimentError(
        .invalidData, found: "\(path) is not the file that was recorded",
        expected: "SHA-256 \(record.digest)", remedy: "jx calibrate \(details.id) writes it anew.")
    }
    return try RunJSON.decode(bytes, from: path)
  }

  /// Saves with a run how its answers are made, whether a process works on the run or not.
  public func save(_ decision: DecisionRule, of id: RunID) throws(ExperimentError) {
    let number = try number(of: id)
    let folder = folderPath(of: id)
    try change(number, id) { db in
      try AtomicFile.write(
        try RunJSON.encode(decision, isPretty: true) + "\n", to: folder + "/" + RunFiles.decision)
      let file = try RecordedFile(hashing: RunFiles.decision, in: folder)
      _ = try FileRows.insert(file, kind: RunFile.Kind.decision.rawValue, run: number, db)
    }
  }
}
