internal import Experiments

/// What `jx resume --verify` prints.
enum ResumeCheckText {
  /// A line a finding.
  static func text(_ check: ResumeCheck, run: RunID) -> String {
    var lines = check.damaged.map { "damaged: the snapshot of \($0)" }
    lines.append("snapshot of \(check.position): sizes and SHA-256 as recorded")
    lines += check.environmentChanges
    let digest = check.digests.first.map { String($0.hexadecimal.prefix(12)) } ?? ""
    lines.append(
      check.isRepeatable
        ? "\(check.stepCount) batches from there, twice: the same weights and moments, sha256 \(digest)"
        : "\(check.stepCount) batches from there, twice: NOT the same weights and moments")
    switch check.recorded {
    case .same: lines.append("the run itself had the same losses in these batches, to the bit")
    case .different: lines.append("the run itself had OTHER losses in these batches")
    case .nothing: lines.append("the run took no batches behind this snapshot to compare with")
    }
    if let replay = check.replay {
      lines.append(
        "\(replay.stepCount) batches from the snapshot of \(replay.start): "
          + (replay.isSame ? "the same bits as this one" : "NOT the bits of this one"))
    }
    lines.append(
      check.isGood ? "run \(run) resumes exactly" : "run \(run) does not resume exactly on this machine")
    return lines.map { $0 + "\n" }.joined()
  }
}
