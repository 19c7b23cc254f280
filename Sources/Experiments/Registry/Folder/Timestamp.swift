internal import Foundation

/// Times as the registry writes them: ISO 8601 in UTC with milliseconds, `2026-11-22T13:05:07.368Z`.
///
/// Text that sorts as time does, the same in tables and in JSON. Foundation's formatter cuts the milliseconds of a
/// binary fraction off instead of rounding them, and takes ten times as long.
enum Timestamp {
  /// The text of a time between the years 0 and 9999.
  static func text(_ date: Date) -> String {
    let milliseconds = milliseconds(date)
    let (days, rest) = milliseconds.quotientAndFloorRemainder(by: 86_400_000)
    let (year, month, day) = civil(daysSince1970: days)
    let seconds = rest / 1000
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(seconds / 3600, 2)):"
      + "\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(rest % 1000, 3))Z"
  }

  /// The time of a text as ``text(_:)`` writes it; nil for any other.
  static func date(_ text: String) -> Date? {
    let digits = Array(text.utf8)
    guard digits.count == form.count, zip(digits, form).allSatisfy(fits) else { return nil }
    func number(_ range: Range<Int>) -> Int {
      digits[range].reduce(0) { $0 * 10 + Int($1) - Int(UInt8(ascii: "0")) }
    }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    let days = daysSince1970(year: year, month: month, day: day)
    guard civil(daysSince1970: days) == (year, month, day), hour < 24, minute < 60, second < 60 else {
      return nil
    }
    let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
    return Date(timeIntervalSince1970: Double(seconds * 1000 + number(20..<23)) / 1000)
  }

  /// The form of the text; a zero stands for any digit.
  private static let form = Array("0000-00-00T00:00:00.000Z".utf8)

  private static func fits(_ byte: UInt8, _ place: UInt8) -> Bool {
    let zero = UInt8(ascii: "0")
    return place == zero ? byte >= zero && byte <= zero + 9 : byte == place
  }

  /// Milliseconds since 1970, rounded to nearest.
  static func milliseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1000).rounded()) }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Days of the proleptic Gregorian calendar, counted in eras of 400 years that begin in March.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let (era, yearOfEra) = marchYear.quotientAndFloorRemainder(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (days + 719_468).quotientAndFloorRemainder(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

extension Int {
  fileprivate func quotientAndFloorRemainder(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension Date {
  /// The present to the millisecond: read back from the registry, it is the same.
  static func nowToMillisecond() -> Date { Date.now.toMillisecond }

  /// The same time to the millisecond; times of one millisecond become equal.
  var toMillisecond: Date { Date(timeIntervalSince1970: Double(Timestamp.milliseconds(self)) / 1000) }
}
