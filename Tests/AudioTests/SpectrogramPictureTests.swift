import Testing

@testable import Audio

@Suite("Spectrogram picture")
struct SpectrogramPictureTests {
  /// A second of 2 kHz after a second of silence.
  private static func logMel() throws -> LogMel {
    let samples = (0..<32_000).map { $0 < 16_000 ? 0 : Float(0.5 * sine(Double($0) * 2000 / 16_000)) }
    return try FrontEnd().logMel(of: Clip(samples: samples, sampleRate: 16_000))
  }

  @Test("A tone is brightest at its time and frequency")
  func tone() throws {
    let picture = try SpectrogramPicture(of: Self.logMel(), frontEnd: FrontEnd(), title: "tone")
    let canvas = picture.draw()
    #expect(canvas.width == picture.size.width && canvas.height == picture.size.height)
    // The plot: 198 columns of 5 pixels from x = 92 on; 64 bands of 6 pixels downwards from y = 92.
    let band = Int(MelFilterBank.bandPosition(ofHertz: 2000).rounded())
    let y = 92 + (63 - band) * 6 + 3
    func brightness(_ x: Int, _ y: Int) -> Int {
      canvas[x, y].map { Int($0.red) + Int($0.green) + Int($0.blue) } ?? -1
    }
    #expect(brightness(92 + 150 * 5 + 2, y) > brightness(92 + 50 * 5 + 2, y) + 300)
    #expect(brightness(92 + 150 * 5 + 2, y) > brightness(92 + 150 * 5 + 2, 92 + 3) + 300)
  }

  @Test("The file is a PNG of the picture's size and appears atomically")
  func file() throws {
    let folder = try TemporaryFolder()
    let picture = try SpectrogramPicture(of: Self.logMel(), frontEnd: FrontEnd(), title: "t\u{f6}ne")
    try picture.writePNG(to: folder.path + "/a.png")
    #expect(folder.names == ["a.png"])
    let bytes = try fileBytes(folder.path + "/a.png")
    #expect(bytes[0..<8] == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    #expect(bytes.bigEndian(16..<20) == picture.size.width)
    #expect(bytes.bigEndian(20..<24) == picture.size.height)
    #expect(throws: AudioError.self) { try picture.writePNG(to: "/nonexistent/a.png") }
  }

  @Test("Width stays within bounds for any length", arguments: [1, 10, 98, 998, 6000, 6001, 360_000])
  func width(rows: Int) {
    let columns = PictureColumns(rows: rows)
    #expect(columns.width <= 6000 && columns.width >= min(12 * rows, 880))
    #expect(columns.count * columns.rowsPerColumn >= rows)
    #expect(columns.x(ofRow: rows) <= columns.width)
  }

  @Test("A spectrogram without rows cannot be drawn")
  func empty() throws {
    let none = LogMel(values: [], sampleCount: 300)
    let error = #expect(throws: AudioError.self) {
      try SpectrogramPicture(of: none, frontEnd: FrontEnd(), title: "")
    }
    #expect(error?.code == .tooShort)
  }

  @Test("The colours' lightness rises evenly: no step is more than 2.5 times the mean")
  func colourMap() {
    let lightness = ColourMap.colours.map { colour in
      0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
    }.map { power($0, 1.0 / 3) }
    let steps = zip(lightness.dropFirst(), lightness).map { $0 - $1 }
    let mean = steps.reduce(0, +) / Double(steps.count)
    #expect(steps.allSatisfy { $0 > -0.1 * mean && $0 < 2.5 * mean })
  }

  @Test(
    "Ticks are round numbers within the range",
    arguments: [
      (0.0, 5.0, 10, [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5], 1), (0, 10, 5, [0, 2, 4, 6, 8, 10], 0),
      (-4.6, 4.3, 8, [-4, -2, 0, 2, 4], 0), (0, 0.98, 4, [0, 0.5], 1),
    ])
  func ticks(low: Double, high: Double, most: Int, values: [Double], digits: Int) {
    let ticks = AxisTicks(in: low...high, most: most)
    #expect(ticks.digits == digits)
    #expect(ticks.values.count == values.count)
    #expect(zip(ticks.values, values).allSatisfy { ($0 - $1).magnitude < 1e-9 })
  }

  @Test("Numbers are written with the digits asked for")
  func numbers() {
    #expect(AxisTicks.text(0.48, digits: 2) == "0.48")
    #expect(AxisTicks.text(5, digits: 2) == "5.00")
    #expect(AxisTicks.text(-0.001, digits: 2) == "0.00")
    #expect(AxisTicks.text(-2.06, digits: 1) == "-2.1")
    #expect(AxisTicks.text(1999.6, digits: 0) == "2000")
  }

  private func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
  }
}
