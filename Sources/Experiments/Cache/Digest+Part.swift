internal import Audio

extension Digest {
  /// The digest under which the examples of a part of a file are kept, given the file's.
  func ofPart(_ span: ClipSpan) -> Digest { SHA256.hash("\(hexadecimal)#t=\(span)") }
}
