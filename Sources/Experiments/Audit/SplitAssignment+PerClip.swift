internal import Net

extension SplitAssignment {
  /// A split of the same sizes that does not look at recordings: clips are dealt out one by one, as is usual and wrong.
  ///
  /// - Parameters:
  ///   - catalogue: the catalogue that was split.
  ///   - seed: decides which clips go where.
  public func perClip(_ catalogue: Catalogue, seed: UInt64) -> SplitAssignment {
    requireFit(catalogue)
    var result = self
    for (index, name) in catalogue.classes.enumerated() {
      var random = RandomStream(seed: seed, purpose: "split by clip/class/" + name)
      let clips = catalogue.clips(ofClass: index).filter { self[$0] != nil }
      for (clip, other) in zip(clips, clips.shuffled(using: &random)) { result[clip] = self[other] }
    }
    result.warnings = []
    return result
  }
}
