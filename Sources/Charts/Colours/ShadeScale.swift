/// Shades of one blue for shares from none to all: white for 0, then from pale to dark.
///
/// Lightness alone carries the value, so that it survives print in grey and any kind of colour vision.
enum ShadeScale {
  /// Anchors at equal distances, lightness falling evenly (OKLab).
  private static let anchors: [Colour] = [
    Colour(0xeef5fc), Colour(0xcfe3f5), Colour(0xa6cbe9), Colour(0x74aed9), Colour(0x448ec4),
    Colour(0x1f6dab),
    Colour(0x0b4d88), Colour(0x06305c),
  ]

  /// The shade of a share, 0…1.
  static func colour(ofShare share: Double) -> Colour {
    guard share > 0 else { return Colour(0xffffff) }
    let position = min(1, share) * Double(anchors.count - 1)
    let index = min(anchors.count - 2, Int(position))
    return mixed(anchors[index], anchors[index + 1], position - Double(index))
  }

  /// Black or white, whichever stands out more from a shade.
  static func textColour(on shade: Colour) -> Colour {
    shade.luminance > 0.179 ? Colour(0x000000) : Colour(0xffffff)
  }

  private static func mixed(_ first: Colour, _ second: Colour, _ share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt32 {
      UInt32((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Colour(
      mix(first.red, second.red) << 16 | mix(first.green, second.green) << 8 | mix(first.blue, second.blue))
  }
}
