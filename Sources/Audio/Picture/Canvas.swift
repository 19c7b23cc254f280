/// A picture in memory that shapes and words are drawn on; the origin is at the top left.
struct Canvas {
  let width: Int
  let height: Int
  /// `[height, width, 3]`: red, green, blue.
  private(set) var bytes: [UInt8]

  init(width: Int, height: Int, background: Colour) {
    precondition(width > 0 && height > 0, "a canvas of \(width) × \(height)")
    self.width = width
    self.height = height
    bytes = []
    bytes.reserveCapacity(width * height * 3)
    for _ in 0..<(width * height) { bytes += [background.red, background.green, background.blue] }
  }

  /// Canvases of one width, one below the other.
  init(stacking parts: [Canvas]) {
    precondition(
      !parts.isEmpty && parts.allSatisfy { $0.width == parts[0].width },
      "canvases of the widths \(parts.map(\.width))")
    width = parts[0].width
    height = parts.reduce(0) { $0 + $1.height }
    bytes = parts.flatMap(\.bytes)
  }

  /// The colour of a pixel on the canvas; outside there is none, and setting it does nothing.
  subscript(x: Int, y: Int) -> Colour? {
    get {
      guard contains(x, y) else { return nil }
      let index = (y * width + x) * 3
      return Colour(red: bytes[index], green: bytes[index + 1], blue: bytes[index + 2])
    }
    set {
      guard contains(x, y), let newValue else { return }
      let index = (y * width + x) * 3
      bytes[index] = newValue.red
      bytes[index + 1] = newValue.green
      bytes[index + 2] = newValue.blue
    }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < width && y >= 0 && y < height }

  /// Fills a rectangle; `share` below 1 lets what is there shine through.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: Colour, share: Double = 1) {
    for row in max(0, y)..<max(0, min(self.height, y + height), y) {
      for column in max(0, x)..<max(0, min(self.width, x + width), x) {
        self[column, row] = share == 1 ? colour : self[column, row]?.mixed(with: colour, share: share)
      }
    }
  }

  /// The outline of a rectangle, drawn outside it.
  mutating func frame(x: Int, y: Int, width: Int, height: Int, thickness: Int, _ colour: Colour) {
    let full = width + 2 * thickness
    fill(x: x - thickness, y: y - thickness, width: full, height: thickness, colour)
    fill(x: x - thickness, y: y + height, width: full, height: thickness, colour)
    fill(x: x - thickness, y: y, width: thickness, height: height, colour)
    fill(x: x + width, y: y, width: thickness, height: height, colour)
  }

  /// Where a word's `x` stands in it.
  enum Alignment {
    case left
    case centre
    case right
  }

  /// Writes one line; `y` is its upper edge.
  mutating func write(
    _ text: String, x: Int, y: Int, scale: Int, _ colour: Colour, alignment: Alignment = .left
  ) {
    let width = BitmapFont.width(of: text, scale: scale)
    var left = x
    switch alignment {
    case .left: break
    case .centre: left -= width / 2
    case .right: left -= width
    }
    for glyph in BitmapFont.glyphs(of: text) {
      for (row, bits) in glyph.enumerated() {
        for column in 0..<BitmapFont.glyphWidth where bits >> (BitmapFont.glyphWidth - 1 - column) & 1 == 1 {
          fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, colour)
        }
      }
      left += BitmapFont.advance * scale
    }
  }

  /// Writes one line that runs upwards; `x` is its left edge, `y` its middle.
  mutating func writeUpwards(_ text: String, x: Int, y: Int, scale: Int, _ colour: Colour) {
    var bottom = y + BitmapFont.width(of: text, scale: scale) / 2
    for glyph in BitmapFont.glyphs(of: text) {
      for (row, bits) in glyph.enumerated() {
        for column in 0..<BitmapFont.glyphWidth where bits >> (BitmapFont.glyphWidth - 1 - column) & 1 == 1 {
          fill(
            x: x + row * scale, y: bottom - (column + 1) * scale, width: scale, height: scale, colour)
        }
      }
      bottom -= BitmapFont.advance * scale
    }
  }
}
