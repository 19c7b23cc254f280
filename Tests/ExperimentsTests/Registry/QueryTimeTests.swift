import Foundation
import Testing

@testable import Experiments

@Suite("Times in conditions")
struct QueryTimeTests {
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
    return calendar
  }()
  /// 2026-03-29T10:30:00Z: the day on which Berlin's clocks go forward.
  private static let now = Date(timeIntervalSince1970: 1_774_780_200)

  @Test(
    "are days, minutes, seconds or moments of the local time zone",
    arguments: [
      ("2026-11-01", "2026-10-31T23:00:00.000Z", "2026-11-01T23:00:00.000Z"),
      ("today", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
      ("yesterday", "2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z"),
      ("2026-11-01T13:05", "2026-11-01T12:05:00.000Z", "2026-11-01T12:06:00.000Z"),
      ("2026-11-01 13:05:07", "2026-11-01T12:05:07.000Z", "2026-11-01T12:05:08.000Z"),
      ("7 days ago", "2026-03-22T11:30:00.000Z", "2026-03-22T11:30:00.000Z"),
      ("1 week ago", "2026-03-22T11:30:00.000Z", "2026-03-22T11:30:00.000Z"),
      ("90 minutes ago", "2026-03-29T09:00:00.000Z", "2026-03-29T09:00:00.000Z"),
      ("1 month ago", "2026-02-28T11:30:00.000Z", "2026-02-28T11:30:00.000Z"),
    ])
  func times(text: String, begin: String, end: String) throws {
    let words = text.split(separator: " ").map(String.init)
    guard case .time(let first, let last) = QueryTime.value(words, now: Self.now, calendar: Self.calendar)
    else {
      Issue.record("no time")
      return
    }
    #expect(Timestamp.text(first) == begin && Timestamp.text(last) == end)
  }

  @Test(
    "are nothing else",
    arguments: [
      "", "2026", "2026-1-1", "2026-13-01", "2025-02-29", "2026-11-01T", "2026-11-01T24:00", "7 days",
      "-7 days ago",
      "7 sheep ago", "2026-11-01 13:05 x", "1e9 days ago", "99999999999999999999 days ago", "2026-11-01T13",
    ])
  func refused(text: String) {
    let words = text.split(separator: " ").map(String.init)
    #expect(QueryTime.value(words, now: Self.now, calendar: Self.calendar) == nil)
  }
}
