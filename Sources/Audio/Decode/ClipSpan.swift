/// A part of a recording, in seconds from its beginning.
public struct ClipSpan: Sendable, Hashable {
  /// Where it begins; 0 or more.
  public let start: Double
  /// Where it ends; nil for the recording's end.
  public let end: Double?

  /// How far a span may reach beyond its recording's end, in seconds: what programs round to when they write labels.
  public static let tolerance = 0.1

  /// A span; nil unless 0 ≤ start < end and both are finite.
  public init?(start: Double, end: Double?) {
    guard start >= 0, start.isFinite, end.map({ $0 > start && $0.isFinite }) ?? true else { return nil }
    // Beyond this, frames leave the range of whole numbers at any sample rate.
    guard max(start, end ?? 0) < 1e9 else { return nil }
    self.start = start
    self.end = end
  }

  /// The first frame, the nearest to ``start``.
  func firstFrame(atHertz rate: Int) -> Int { Int((start * Double(rate)).rounded()) }

  /// The number of frames, at least one; `Int.max` for a span that ends with the recording.
  func frameCount(atHertz rate: Int) -> Int {
    end.map { max(1, Int(($0 * Double(rate)).rounded()) - firstFrame(atHertz: rate)) } ?? Int.max
  }
}

extension ClipSpan {
  /// Reads what ``description`` writes.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let start = Double(String(first)) else { return nil }
    if parts.count == 1 {
      self.init(start: start, end: nil)
    } else {
      guard let end = Double(String(parts[1])) else { return nil }
      self.init(start: start, end: end)
    }
  }
}

extension ClipSpan: CustomStringConvertible {
  /// `1.5,4.5`, or `1.5` for a span that ends with the recording, as in the media fragments `#t=1.5,4.5` of the W3C; the
  /// shortest texts that read back equal.
  public var description: String {
    func text(_ seconds: Double) -> String {
      let text = "\(seconds)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return end.map { text(start) + "," + text($0) } ?? text(start)
  }
}
