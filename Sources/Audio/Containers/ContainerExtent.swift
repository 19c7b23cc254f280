/// How much a file's container promises, read without libsndfile.
///
/// libsndfile quietly shortens a recording whose data end early; here that is an error. Understood are WAV and RF64, AIFF,
/// AU, Ogg, FLAC and MPEG audio; in other formats only a header's number of samples is compared with what was decoded.
struct ContainerExtent {
  /// The samples that the recording must at least have; nil where the container doesn't say.
  let leastSamples: Int?

  /// - Throws: ``AudioError/Code/malformed`` for a truncated file; ``AudioError/Code/missingFile`` and
  ///   ``AudioError/Code/unreadable``.
  init(path: String) throws(AudioError) {
    let source = try ByteSource(path: path)
    let head = try source.bytes(at: 0, count: 12)
    let kind = head.count == 12 ? (head.text(0..<4), head.text(8..<12)) : ("", "")
    switch kind {
    case ("RIFF", "WAVE"), ("RF64", "WAVE"), ("RIFX", "WAVE"), ("FORM", "AIFF"), ("FORM", "AIFC"),
      (".snd", _):
      try ChunkExtent.check(source)
      leastSamples = nil
    case ("OggS", _):
      try OggExtent.check(source)
      leastSamples = nil
    case ("fLaC", _):
      leastSamples = try FLACExtent.samples(of: source)
    default:
      leastSamples = try MPEGExtent.leastSamples(of: source)
    }
  }

  /// The error for a file that ends before what it promises.
  static func truncated(_ source: borrowing ByteSource, _ what: String) -> AudioError {
    AudioError(
      .malformed, file: source.path, found: "truncated: " + what, remedy: "Copy it again from its source")
  }
}

extension [UInt8] {
  /// The bytes of a range as text, to compare with the names in file formats.
  func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// A number whose highest byte comes first.
  func bigEndian(_ range: Range<Int>) -> Int { self[range].reduce(0) { $0 << 8 | Int($1) } }

  /// A number whose lowest byte comes first.
  func littleEndian(_ range: Range<Int>) -> Int { self[range].reversed().reduce(0) { $0 << 8 | Int($1) } }
}
