internal import Foundation

/// One line on the terminal that shows how far something is, its rate and the time left; silent elsewhere.
///
/// Not for use from two threads at once.
struct ProgressBar {
  private let isShown: Bool
  private var title: String
  private var total: Int
  private let unit: ProgressUnit
  private let first: Int
  private var start = ContinuousClock.now
  private var lastDraw: ContinuousClock.Instant?

  /// A bar for `total` units of which `first` are done already; drawn only if standard error is a terminal.
  init(_ title: String, total: Int, unit: ProgressUnit, from first: Int = 0) {
    self.title = title
    self.first = first
    self.total = total
    self.unit = unit
    isShown = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Draws the present state, at most ten times a second.
  mutating func update(_ done: Int, suffix: String = "") {
    let now = ContinuousClock.now
    guard isShown, lastDraw.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
    lastDraw = now
    let seconds = max((now - start).seconds, 1e-9)
    let rate = Double(done - first) / seconds
    let fraction = total > 0 ? min(1, Double(done) / Double(total)) : 0
    let filled = Int(fraction * 24)
    let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 24 - filled)
    let left = rate > 0 ? Self.duration(Double(total - done) / rate) : "–"
    let percent = (fraction * 100).formatted(digits: 0)
    let text =
      total > 0
      ? "\(title) \(bar) \(percent) %  \(unit.text(done, of: total))  \(unit.text(perSecond: rate))  \(left) left\(suffix)"
      : "\(title)  \(unit.text(done))  \(unit.text(perSecond: rate))\(suffix)"
    Output.prompt("\r\u{1b}[2K\(text)")
  }

  /// Removes the bar.
  mutating func clear() {
    guard isShown, lastDraw != nil else { return }
    lastDraw = nil
    Output.prompt("\r\u{1b}[2K")
  }

  /// Seconds as people write them: `42 s`, `3:07`, `2:03:10`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "–" }
    let whole = Int(seconds.rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60):\(two(whole % 60))" }
    return "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
