import Testing

@testable import jx

@Suite struct ListingTests {
  private var listing: Listing {
    var listing = Listing("name", "best clip", "loss")
    listing.append(.text("a,\"b\""), .percentage(0.8375), .number(1.23456, digits: 2))
    listing.append(.text("long name"), .missing, .number(.nan, digits: 2))
    return listing
  }

  @Test func tablesAlignNumbersToTheRightAndDropTrailingBlanks() {
    let expected = """
      name       best clip  loss
      a,"b"         83.8 %  1.23
      long name          –   nan

      """
    #expect(listing.table == expected)
  }

  @Test func csvQuotesAsRFC4180AndKeepsAllDigits() {
    #expect(listing.csv == "name,best_clip,loss\n\"a,\"\"b\"\"\",0.8375,1.23456\nlong name,,\n")
  }

  @Test func jsonHasAKeyAColumnAndNullForWhatIsMissing() throws {
    let expected = """
      [
        {
          "best_clip" : 0.8375,
          "loss" : 1.23456,
          "name" : "a,\\"b\\""
        },
        {
          "best_clip" : null,
          "loss" : null,
          "name" : "long name"
        }
      ]

      """
    #expect(try listing.json == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (72_141_184, "72,141,184"), (-12_345, "-12,345"),
  ])
  func countsAreGroupedByThousands(count: Int, text: String) {
    #expect(grouped(count) == text)
  }

  @Test(arguments: [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1:00"), (3_599.7, "1:00:00"), (7_390, "2:03:10")])
  func durationsReadLikeAClock(seconds: Double, text: String) {
    #expect(ProgressBar.duration(seconds) == text)
  }
}
