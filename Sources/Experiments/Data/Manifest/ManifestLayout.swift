internal import Audio

/// Where the clips of a manifest are: their files, and the parts of them.
struct ManifestLayout: Sendable, Hashable {
  /// The file of each clip, an index into the table of paths.
  let files: [Int32]
  /// The part of each clip's file in seconds, NaN for no start or end; empty if all clips are whole files.
  let starts: [Double]
  let ends: [Double]
  /// The clips in the order of path and span.
  let order: [Int32]

  func file(of clip: Int) -> Int { Int(files[clip]) }

  func span(of clip: Int) -> ClipSpan? {
    guard !starts.isEmpty, !starts[clip].isNaN else { return nil }
    return ClipSpan(start: starts[clip], end: ends[clip].isNaN ? nil : ends[clip])
  }

  /// The clip of a path and span; `nil` if there is none.
  func clip(at reference: ClipReference, names: NameTable) -> Int? {
    let path = ArraySlice(reference.path.utf8)
    let place = Catalogue.lowerBound(0..<order.count) { place in
      let clip = Int(order[place])
      let own = names[file(of: clip)]
      guard own == path else { return NameTable.precedes(own, path) }
      return Self.precedes(span(of: clip), reference.span)
    }
    guard place < order.count else { return nil }
    let clip = Int(order[place])
    return names[file(of: clip)] == path && span(of: clip) == reference.span ? clip : nil
  }

  /// The order of spans of one file: the whole file first, then by start, then by end.
  static func precedes(_ left: ClipSpan?, _ right: ClipSpan?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    return (left.start, left.end ?? .infinity) < (right.start, right.end ?? .infinity)
  }
}
