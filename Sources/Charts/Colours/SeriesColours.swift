/// Colours that tell series apart, for readers with any kind of colour vision and in grey print.
public enum SeriesColours {
  /// Okabe and Ito's set (2008) without its yellow, too light for lines on white, and with grey for its black, which a
  /// dark page would hide.
  static let colours: [Colour] = [
    Colour(0x0072b2), Colour(0xd55e00), Colour(0x009e73), Colour(0xcc79a7), Colour(0x56b4e9),
    Colour(0xe69f00),
    Colour(0x7f7f7f),
  ]

  /// The colour of a series; they repeat after the seventh.
  public static func colour(of index: Int) -> Colour { colours[index % colours.count] }
}
