internal import Audio

/// A clip as manifests and runs name it: a path, and `#t=<start>,<end>` behind it for a part of a file (the media fragments of
/// the W3C, in seconds).
struct ClipReference: Sendable, Hashable, CustomStringConvertible {
  /// The file's path.
  var path: String
  /// The part of the file; nil for all of it.
  var span: ClipSpan?

  init(path: String, span: ClipSpan?) {
    self.path = path
    self.span = span
  }

  /// Reads what ``description`` writes.
  init(_ text: String) {
    if let mark = text.utf8.lastIndex(of: 0x23), text[mark...].hasPrefix("#t="),
      let span = ClipSpan(text[mark...].dropFirst(3))
    {
      self.init(path: String(text[..<mark]), span: span)
    } else {
      self.init(path: text, span: nil)
    }
  }

  /// The same with the path to open it by.
  func below(_ folder: String) -> ClipReference {
    path.utf8.first == 0x2f ? self : ClipReference(path: folder + "/" + path, span: span)
  }

  var description: String { span.map { "\(path)#t=\($0)" } ?? path }
}
