/// What a progress bar counts.
enum ProgressUnit: ExpressibleByStringLiteral, Equatable {
  /// Things of a name in the plural, such as `files`.
  case things(String)
  /// Bytes, written in megabytes.
  case bytes

  init(stringLiteral name: String) { self = .things(name) }

  /// How many are done, of how many.
  func text(_ done: Int, of total: Int) -> String {
    switch self {
    case .things: "\(done)/\(total)"
    case .bytes: "\(Self.megabytes(done))/\(Self.megabytes(total)) MB"
    }
  }

  /// How many are done of what nobody knows.
  func text(_ done: Int) -> String {
    switch self {
    case .things(let name): "\(done) \(name)"
    case .bytes: "\(Self.megabytes(done)) MB"
    }
  }

  /// How fast it goes.
  func text(perSecond rate: Double) -> String {
    switch self {
    case .things(let name): "\(rate.formatted(digits: rate < 10 ? 1 : 0)) \(name)/s"
    case .bytes: "\((rate / 1e6).formatted(digits: rate < 10e6 ? 2 : 0)) MB/s"
    }
  }

  private static func megabytes(_ bytes: Int) -> String { (Double(bytes) / 1e6).formatted(digits: 1) }
}
