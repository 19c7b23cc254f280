/// A colour of eight bits a channel (sRGB).
struct Colour: Sendable, Hashable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  static let white = Colour(red: 255, green: 255, blue: 255)
  static let ink = Colour(red: 32, green: 33, blue: 36)
  static let faintInk = Colour(red: 120, green: 122, blue: 128)

  /// A mixture: all of `self` at 0, all of `other` at 1.
  func mixed(with other: Colour, share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * max(0, min(1, share))).rounded())
    }
    return Colour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
