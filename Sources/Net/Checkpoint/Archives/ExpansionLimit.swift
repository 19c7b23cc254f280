/// How much compressed data may grow, so that a small file cannot stand for endless work.
enum ExpansionLimit {
  /// What any file may give.
  private static let free = 1 << 24
  /// Beyond that, bytes for each compressed one. Weights hardly shrink; moments that are all zero shrink 1,000 times.
  private static let ratio = 100

  /// Throws ``NetError/Code/malformedFile`` if `output` bytes from `input` are too many.
  static func check(_ output: Int, from input: Int, of source: any ByteSource) throws(NetError) {
    guard output > free, output / ratio > input else { return }
    throw source.malformed(
      "more than \(output) bytes out of \(input) compressed ones",
      expected: "at most \(ratio) times as many, as weights have them")
  }
}
