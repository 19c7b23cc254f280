/// The file name extensions that count as audio, in any case.
enum AudioExtensions {
  /// The extensions, in lower case and without the dot.
  static let all: Set<String> = [
    "wav", "wave", "aif", "aiff", "aifc", "flac", "ogg", "oga", "opus", "mp3", "au", "caf", "w64", "rf64",
  ]

  private static let bytes = Set(all.map { Array($0.utf8) })

  /// The length of the stem of a name that ends like audio, `nil` for other names; a stem is never empty.
  static func stemLength(of name: [UInt8]) -> Int? {
    guard let dot = name.lastIndex(of: 0x2e), dot > 0, name.count - dot - 1 <= 4 else { return nil }
    let ending = name[(dot + 1)...].map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    return bytes.contains(ending) ? dot : nil
  }
}
