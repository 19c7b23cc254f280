internal import Foundation

extension Date {
  /// The present to the millisecond, as the registry keeps times: read back, it is the same.
  static func nowToMillisecond() -> Date { Date.now.toMillisecond }

  /// The same time to the millisecond; times of one millisecond become equal.
  var toMillisecond: Date {
    Date(timeIntervalSince1970: Double(Int((timeIntervalSince1970 * 1000).rounded())) / 1000)
  }
}
