internal import Foundation

/// Times as people write them in conditions, in the local time zone.
enum QueryTime {
  /// What can be written, for errors.
  static let forms = "a time such as 2026-11-01, '2026-11-01 13:05', today, yesterday or 7 days ago"

  private static let units: [(name: String, component: Calendar.Component)] = [
    ("minute", .minute), ("hour", .hour), ("day", .day), ("week", .weekOfYear), ("month", .month),
    ("year", .year),
  ]

  /// The time that some words mean; a day is whole. Nil for words that are no time.
  static func value(_ words: [String], now: Date = .now, calendar: Calendar = local) -> QueryValue? {
    if words.count == 3, words[2].lowercased() == "ago", let count = Int(words[0]), count >= 0 {
      let name = words[1].lowercased()
      guard let unit = units.first(where: { name == $0.name || name == $0.name + "s" })?.component,
        let date = calendar.date(byAdding: unit, value: -count, to: now)
      else { return nil }
      return .time(begin: date, end: date)
    }
    guard let text = words.first, words.count <= 2 else { return nil }
    if words.count == 1, ["today", "yesterday"].contains(text.lowercased()) {
      let date = text.lowercased() == "today" ? now : calendar.date(byAdding: .day, value: -1, to: now)
      return date.flatMap { day(of: $0, calendar) }
    }
    let parts =
      words.count == 2
      ? words : text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let parsed = parts.first.flatMap({ date($0, calendar) }) else { return nil }
    guard parts.count == 2 else { return day(of: parsed, calendar) }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard (2...3).contains(clock.count), (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      clock.count == 2 || (0..<60).contains(clock[2]),
      let begin = calendar.date(
        bySettingHour: clock[0], minute: clock[1], second: clock.count == 3 ? clock[2] : 0, of: parsed)
    else { return nil }
    return .time(begin: begin, end: begin.addingTimeInterval(clock.count == 3 ? 1 : 60))
  }

  /// The Gregorian calendar in the local time zone.
  static var local: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    return calendar
  }

  private static func date(_ text: String, _ calendar: Calendar) -> Date? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    let components = DateComponents(year: year, month: month, day: day)
    guard let date = calendar.date(from: components),
      calendar.dateComponents([.year, .month, .day], from: date) == components
    else { return nil }
    return date
  }

  private static func day(of date: Date, _ calendar: Calendar) -> QueryValue? {
    let begin = calendar.startOfDay(for: date)
    return calendar.date(byAdding: .day, value: 1, to: begin).map { .time(begin: begin, end: $0) }
  }
}
