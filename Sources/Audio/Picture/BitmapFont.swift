/// Letters of 5 × 7 pixels for the axes of pictures; characters outside ASCII appear as boxes.
enum BitmapFont {
  /// Pixels of a letter.
  static let glyphWidth = 5
  /// Pixels of a line.
  static let glyphHeight = 7
  /// Pixels from one letter to the next.
  static let advance = 6

  private static let box: [UInt8] = [0b11111, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11111]

  /// The rows of each character.
  static func glyphs(of text: String) -> [[UInt8]] {
    text.map { character in
      guard let code = character.asciiValue, code >= 32, code < 127 else { return box }
      return printable[Int(code) - 32]
    }
  }

  /// The width of a line in pixels.
  static func width(of text: String, scale: Int) -> Int { max(0, text.count * advance - 1) * scale }
}
