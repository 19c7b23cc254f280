/// A clip whose activations are wanted: its examples in the set of a split, and the digest of its file.
struct ActivationItem: Sendable {
  /// The split whose set has the examples.
  let split: Split
  /// Their numbers in that set.
  let examples: Range<Int>
  /// The digest of the clip's file.
  let content: Digest

  /// Every clip of all splits, of those with the same content only the first.
  static func all(of examples: LoadedExamples) -> [ActivationItem] {
    var seen: Set<Digest> = []
    var items: [ActivationItem] = []
    for split in Split.allCases {
      guard let set = examples.set(split) else { continue }
      for (position, clip) in set.clips.enumerated() {
        guard let content = examples.contents[clip], seen.insert(content).inserted else { continue }
        items.append(
          ActivationItem(split: split, examples: set.examples(ofClipAt: position), content: content))
      }
    }
    return items
  }
}
