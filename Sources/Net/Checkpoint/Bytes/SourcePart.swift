/// A range of other bytes, such as an archive's member.
final class SourcePart: ByteSource {
  let name: String
  private let whole: any ByteSource
  private let place: Range<Int>

  /// The bytes of a range that must lie within the whole.
  init(_ whole: any ByteSource, _ place: Range<Int>, name: String) {
    precondition(
      place.lowerBound >= 0 && place.upperBound <= whole.byteCount, "bytes \(place) of \(whole.byteCount)")
    self.whole = whole
    self.place = place
    self.name = name
  }

  var byteCount: Int { place.count }
  var isMapped: Bool { whole.isMapped }

  func withBytes<Result>(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Result
  ) throws(NetError) -> Result {
    try whole.withBytes(inWhole(range), body)
  }

  func forEachPiece(
    _ range: Range<Int>, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    try whole.forEachPiece(inWhole(range), body)
  }

  func release(_ bytes: RawSpan) { whole.release(bytes) }

  private func inWhole(_ range: Range<Int>) -> Range<Int> {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= place.count, "bytes \(range) of \(place.count)")
    return (place.lowerBound + range.lowerBound)..<(place.lowerBound + range.upperBound)
  }
}
