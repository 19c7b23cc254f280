extension SplitAssignment {
  /// The xeno-canto ids on several sides that the pattern takes for different recordings, in the order of their first clips.
  func xenoCantoLeaks(in catalogue: Catalogue) -> [RecordingLeak] {
    XenoCantoGroup.tornClips(in: catalogue).compactMap { id, clips in
      let splits = Split.allCases.filter { split in clips.contains { self[$0] == split } }
      guard splits.count > 1 else { return nil }
      return RecordingLeak(
        recording: id, splits: splits,
        examples: splits.compactMap { split in
          clips.first { self[$0] == split }.map { catalogue.relativePath(of: $0) }
        })
    }
  }

  /// Clips that stand in one split and are the same file as a clip in another one, each with that clip.
  ///
  /// - Parameter contents: the digest of each clip's file; nil where it is not known.
  func copies(_ contents: [Digest?]) -> [(clip: Int, original: Int)] {
    var first: [Digest: Int] = [:]
    var copies: [(clip: Int, original: Int)] = []
    for (clip, digest) in contents.enumerated() {
      guard let digest, let split = self[clip] else { continue }
      if let original = first[digest] {
        if self[original] != split { copies.append((clip: clip, original: original)) }
      } else {
        first[digest] = clip
      }
    }
    return copies
  }
}

extension Preparation {
  /// Refuses a split with the same file on several sides, or warns of it where leaks are allowed.
  ///
  /// Files that gave no examples don't count.
  func requireNoCopies(_ examples: LoadedExamples) throws(ExperimentError) -> [String] {
    var contents = examples.contents
    for problem in examples.skipped {
      if let clip = catalogue.clip(at: problem.path) { contents[clip] = nil }
    }
    let copies = split.copies(contents)
    guard let first = copies.first else { return [] }
    let example =
      "'\(catalogue.relativePath(of: first.clip))' is '\(catalogue.relativePath(of: first.original))'"
    guard resolved.config.data.allowLeaks else {
      throw ExperimentError(
        .invalidData,
        found: "\(copies.count) clips are copies of clips in another split, under other names: \(example)",
        expected: "all copies of a file in one split, or held-out figures say nothing", place: "data.split",
        remedy: "remove the copies, which jx data check '\(catalogue.folder)' lists; "
          + "to insist, and have the run say so: --allow-leaks")
    }
    return [
      "\(copies.count) clips are copies of clips in another split, so \(SplitWarning.flattery): \(example)"
    ]
  }
}
