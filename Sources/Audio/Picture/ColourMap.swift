#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// 256 colours from dark violet to light yellow whose lightness rises evenly.
///
/// A curve in OKLab (Ottosson 2020), where equal distances look equal: lightness is linear, the hue turns from violet over
/// magenta and orange to yellow, and the chroma is the most that sRGB holds on the way, up to a bound.
enum ColourMap {
  /// The colours, darkest first.
  static let colours = (0..<256).map { colour(at: Double($0) / 255) }

  /// The colour of a share from 0 to 1; values outside get the nearest end.
  static func colour(ofShare share: Double) -> Colour {
    colours[Int((max(0, min(1, share)) * 255).rounded())]
  }

  private static func colour(at position: Double) -> Colour {
    let lightness = 0.13 + 0.84 * position
    let hue = (285 + 180 * position) * .pi / 180
    var chroma = 0.03 + 0.19 * sin(.pi * min(1, 0.1 + 0.86 * position))
    while chroma > 0, !isDisplayable(linearRGB(lightness, chroma, hue)) { chroma -= 0.002 }
    let (red, green, blue) = linearRGB(lightness, max(0, chroma), hue)
    return Colour(red: encoded(red), green: encoded(green), blue: encoded(blue))
  }

  private static func isDisplayable(_ colour: (Double, Double, Double)) -> Bool {
    let range = -0.0005...1.0005
    return range.contains(colour.0) && range.contains(colour.1) && range.contains(colour.2)
  }

  /// OKLab in polar form to linear sRGB.
  private static func linearRGB(
    _ lightness: Double, _ chroma: Double, _ hue: Double
  ) -> (Double, Double, Double) {
    let a = chroma * cos(hue)
    let b = chroma * sin(hue)
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return (
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    )
  }

  /// Linear light to sRGB's eight bits (IEC 61966-2-1).
  private static func encoded(_ linear: Double) -> UInt8 {
    let value = max(0, min(1, linear))
    let curved = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
    return UInt8((curved * 255).rounded())
  }
}
