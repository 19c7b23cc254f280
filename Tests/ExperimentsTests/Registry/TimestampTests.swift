import Foundation
import Testing

@testable import Experiments

@Suite("Timestamp")
struct TimestampTests {
  /// Texts from GNU date: `date -u -d @SECONDS +%FT%T.%3NZ`.
  @Test(
    "writes and reads times to the millisecond",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_700_000_000.123, "2023-11-14T22:13:20.123Z"),
      (951_782_399.999, "2000-02-28T23:59:59.999Z"), (951_868_799.9996, "2000-03-01T00:00:00.000Z"),
      (4_107_542_399, "2100-02-28T23:59:59.000Z"), (4_107_542_400, "2100-03-01T00:00:00.000Z"),
      (-0.25, "1969-12-31T23:59:59.750Z"), (-2_208_988_800, "1900-01-01T00:00:00.000Z"),
    ])
  func texts(seconds: Double, text: String) throws {
    let date = Date(timeIntervalSince1970: seconds)
    #expect(Timestamp.text(date) == text)
    #expect(try #require(Timestamp.date(text)) == date.toMillisecond)
  }

  @Test(
    "refuses other texts",
    arguments: ["", "2023-02-29T00:00:00.000Z", "2023-11-14 22:13:20.123Z", "2023-11-14T22:13:60.123Z"])
  func refuses(text: String) {
    #expect(Timestamp.date(text) == nil)
  }
}
