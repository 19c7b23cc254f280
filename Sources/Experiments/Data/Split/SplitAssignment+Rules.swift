extension SplitAssignment {
  /// Splits a catalogue by a rule.
  ///
  /// Fractions are of each class's clips, as closely as whole recordings allow; every class that has two recordings or
  /// more is in the test split too, and in validation if it has three. The result depends on the rule, the seed, and the
  /// clips' paths and recordings alone.
  ///
  /// - Parameters:
  ///   - catalogue: what to split.
  ///   - rule: how.
  ///   - seed: decides what falls to chance.
  ///   - allowLeaks: whether recordings on both sides are a warning; without it they are an error.
  /// - Throws: ``ExperimentError`` if a class has no training data, a requested split stays empty, a recording stands on
  ///   both sides, the rule's numbers make no sense, or the manifest is wrong.
  public static func make(
    _ catalogue: Catalogue, rule: SplitConfig, seed: UInt64, allowLeaks: Bool = false
  ) throws(ExperimentError) -> SplitAssignment {
    var assignment: SplitAssignment
    let required: [Split]
    switch rule {
    case .random(let validation, let test):
      assignment = try random(catalogue, validation: validation, test: test, seed: seed)
      required = [.train] + (validation > 0 ? [.validation] : []) + (test > 0 ? [.test] : [])
    case .folds(let count, let test, let validation):
      let folds = try Folds(dealing: catalogue, count: count, seed: seed)
      let name: FoldValidation<String> =
        switch validation {
        case .none: .none
        case .fraction(let fraction): .fraction(fraction)
        case .fold(let fold): .fold(String(fold))
        }
      (assignment, required) = try byFold(catalogue, folds, test: String(test), name, seed: seed)
    case .foldsByPattern(let pattern, let test, let validation):
      let folds = try Folds(naming: catalogue, by: FoldPattern(pattern))
      (assignment, required) = try byFold(catalogue, folds, test: test, validation, seed: seed)
    case .manifest(let path):
      assignment = try SplitManifest(path: path).assignment(of: catalogue)
      required = Split.allCases.filter { assignment.count(of: $0) > 0 }
    case .column(let name):
      guard let column = catalogue.splitColumn else {
        throw ExperimentError(
          .invalidConfig,
          found: "the split is to come from the column '\(name)', but '\(catalogue.place)' is a folder",
          expected: "data.manifest, a CSV file with that column", place: "data.split.column")
      }
      assignment = SplitAssignment(codes: column.codes)
      required = Split.allCases.filter { assignment.count(of: $0) > 0 }
    }
    if catalogue.hasUnusedSplitColumn, let manifest = catalogue.manifest {
      assignment.warnings.append(.unusedColumn(manifest: manifest))
    }
    try assignment.check(catalogue, required: required, allowLeaks: allowLeaks)
    return assignment
  }

  private static func random(
    _ catalogue: Catalogue, validation: Double, test: Double, seed: UInt64
  ) throws(ExperimentError) -> SplitAssignment {
    guard validation >= 0, test >= 0, validation + test < 1 else {
      throw ExperimentError(
        .invalidConfig, found: "validation \(validation) and test \(test) of the data",
        expected: "fractions of 0 or more that leave something to train on", place: "data.split")
    }
    var assignment = SplitAssignment(clipCount: catalogue.count)
    let table = RecordingTable(catalogue, seed: seed, purpose: "split") { _ in true }
    var deal = StratifiedDeal(
      table, recordingCount: catalogue.recordingCount, fractions: [1 - validation - test, validation, test])
    deal.provide([0, 2, 1])
    let parts = deal.finish()
    for clip in 0..<catalogue.count {
      assignment[clip] = Split.allCases[parts[catalogue.recordingIndex(of: clip)]]
    }
    return assignment
  }

  private static func byFold(
    _ catalogue: Catalogue, _ folds: Folds, test: String, _ validation: FoldValidation<String>, seed: UInt64
  ) throws(ExperimentError) -> (SplitAssignment, required: [Split]) {
    var assignment = SplitAssignment(clipCount: catalogue.count)
    let testFold = try folds.index(of: test, place: "data.split.folds.test")
    for clip in 0..<catalogue.count { assignment[clip] = folds[clip] == testFold ? .test : .train }
    switch validation {
    case .none: return (assignment, [.train, .test])
    case .fold(let name):
      let fold = try folds.index(of: name, place: "data.split.folds.validation")
      guard fold != testFold else {
        throw ExperimentError(
          .invalidConfig, found: "fold '\(name)' is for test and for validation",
          expected: "two different folds",
          place: "data.split.folds.validation")
      }
      for clip in 0..<catalogue.count where folds[clip] == fold { assignment[clip] = .validation }
    case .fraction(let fraction):
      guard fraction > 0, fraction < 1 else {
        throw ExperimentError(
          .invalidConfig, found: "validation \(fraction) of the data", expected: "a fraction between 0 and 1",
          place: "data.split.validation")
      }
      try assignment.requireTraining(catalogue)
      assignment.drawValidation(fraction, from: catalogue, seed: seed)
    }
    return (assignment, Split.allCases)
  }

  /// Moves a fraction of each class's training clips to validation, by recording.
  private mutating func drawValidation(_ fraction: Double, from catalogue: Catalogue, seed: UInt64) {
    let table = RecordingTable(catalogue, seed: seed, purpose: "validation") { self[$0] == .train }
    var deal = StratifiedDeal(
      table, recordingCount: catalogue.recordingCount, fractions: [1 - fraction, fraction])
    deal.provide([0, 1])
    let parts = deal.finish()
    for clip in 0..<clipCount where self[clip] == .train && parts[catalogue.recordingIndex(of: clip)] == 1 {
      self[clip] = .validation
    }
  }
}
