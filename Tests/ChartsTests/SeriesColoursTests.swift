import Charts
import Foundation
import Testing

/// Colours as people see them who lack one kind of cone (Viénot, Brettel and Mollon 1999, linear RGB).
private enum Vision: CaseIterable {
  case full
  case protanopia
  case deuteranopia

  func seen(_ colour: Colour) -> [Double] {
    let linear = [colour.red, colour.green, colour.blue].map { channel -> Double in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let rows: [[Double]] =
      switch self {
      case .full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopia: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
      case .deuteranopia: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
      }
    return rows.map { zip($0, linear).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}

@Suite struct SeriesColoursTests {
  @Test(arguments: 0..<6)
  func `neighbouring series differ for every kind of colour vision`(index: Int) {
    for vision in Vision.allCases {
      let pair = [index, index + 1].map { vision.seen(SeriesColours.colour(of: $0)).map { cbrt($0) } }
      let distance = zip(pair[0], pair[1]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      #expect(distance > 0.1, "series \(index) and \(index + 1), \(vision)")
    }
  }

  @Test func `the colours repeat after the last`() {
    #expect(SeriesColours.colour(of: 7) == SeriesColours.colour(of: 0))
  }
}
