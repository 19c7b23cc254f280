extension SplitAssignment {
  /// Throws if a class has no training clip.
  func requireTraining(_ catalogue: Catalogue) throws(ExperimentError) {
    let rows = counts(in: catalogue)
    let lost = rows.filter { $0.clips(in: .train) == 0 }
    guard let row = lost.first else { return }
    let recordings = row.recordings.reduce(0, +)
    let more = lost.count > 1 ? " (nor have \(lost.count - 1) other classes)" : ""
    throw ExperimentError(
      .invalidData,
      found: "the class '\(row.className)' has no training clip\(more): of its \(recordings) recordings, "
        + "\(row.recordings(in: .validation)) are in validation (\(row.clips(in: .validation)) clips) and "
        + "\(row.recordings(in: .test)) in test (\(row.clips(in: .test)) clips), and \(row.unusedClips) clips are unused",
      expected: "a recording for training in each class", place: "data.split",
      remedy: "add recordings of it, remove its folder, choose other folds or fractions, "
        + "or check that data.recording tells its recordings apart")
  }

  /// Checks what holds for every split, and adds the warnings.
  mutating func check(
    _ catalogue: Catalogue, required: [Split], allowLeaks: Bool
  ) throws(ExperimentError) {
    let leaks = leaks(in: catalogue) + xenoCantoLeaks(in: catalogue)
    if let leak = leaks.first, !allowLeaks {
      throw ExperimentError(
        .invalidData,
        found: "\(leaks.count) recordings stand in more than one split, the first is \(leak): "
          + leak.examples.map { "'\($0)'" }.joined(separator: " and "),
        expected: "all clips of a recording in one split, or held-out figures say nothing",
        place: "data.split",
        remedy: "split by recording, or check that data.recording tells recordings apart; "
          + "to insist, and have the run say so: --allow-leaks")
    }
    try requireTraining(catalogue)
    for split in required where count(of: split) == 0 {
      throw ExperimentError(
        .invalidData, found: "the \(split.rawValue) split is empty: no class has enough recordings for it",
        expected: "two recordings or more in some class", place: "data.split",
        remedy: "add recordings, or check that data.recording tells them apart")
    }
    let totals = catalogue.recordingCounts()
    for (index, row) in counts(in: catalogue).enumerated() {
      for split in required where row.clips(in: split) == 0 {
        warnings.append(.classMissing(split, class: row.className, recordings: totals[index]))
      }
    }
    let unused = clipCount - Split.allCases.reduce(0) { $0 + count(of: $1) }
    if unused > 0 { warnings.append(.unusedClips(unused)) }
    if !leaks.isEmpty { warnings.append(.leaks(leaks)) }
  }
}
