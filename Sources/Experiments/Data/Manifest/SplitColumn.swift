/// What a column of a manifest says about the split of each clip; one byte a clip.
struct SplitColumn: Sendable, Hashable {
  /// The column's name.
  let name: String
  /// ``Split/code`` of each clip, ``Split/unusedCode`` for an empty cell.
  var codes: [UInt8]
}
