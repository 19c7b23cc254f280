/// A picture of what the network sees: the log-mel of a recording, time to the right, bands upwards.
///
/// Above the spectrogram stand the borders of the examples; what no example holds is faded. The colours span the values from
/// the first per cent to the last per mille.
public struct SpectrogramPicture: Sendable {
  private static let ink = Colour.ink
  private static let bandHeight = 6
  private static let textScale = 2
  private static let plotHeight = LogMel.bands * bandHeight
  private static let left = 92
  private static let top = 92
  private static let right = 104
  private static let bottom = 68

  private let logMel: LogMel
  private let frontEnd: FrontEnd
  private let title: String
  private let columns: PictureColumns
  private let range: ClosedRange<Double>

  /// A picture of a spectrogram.
  ///
  /// - Parameters:
  ///   - logMel: at least one row.
  ///   - frontEnd: says where examples begin.
  ///   - title: written above it, such as the file's name.
  ///   - other: a picture whose colours mean the same; nil for colours of its own.
  /// - Throws: ``AudioError/Code/tooShort`` for a spectrogram without rows.
  public init(
    of logMel: LogMel, frontEnd: FrontEnd, title: String, colouredAs other: SpectrogramPicture? = nil
  ) throws(AudioError) {
    guard logMel.rows > 0 else {
      throw AudioError(
        .tooShort, found: "too short: \(logMel.sampleCount) samples at 16 kHz",
        expected: "at least \(LogMel.windowLength) for a picture")
    }
    self.logMel = logMel
    self.frontEnd = frontEnd
    self.title = title
    columns = PictureColumns(rows: logMel.rows)
    range = other?.range ?? Self.range(of: logMel.values)
  }

  /// The picture's size in pixels.
  public var size: (width: Int, height: Int) {
    (Self.left + columns.width + Self.right, Self.top + Self.plotHeight + Self.bottom)
  }

  /// Draws the picture and writes it as PNG, atomically.
  ///
  /// - Throws: ``AudioError/Code/writeFailed``.
  public func writePNG(to path: String) throws(AudioError) {
    try PNGFile.write(draw(), to: path)
  }

  /// Draws pictures of the same width one below the other and writes them as one PNG, atomically.
  ///
  /// - Throws: ``AudioError/Code/writeFailed``.
  public static func writePNG(_ pictures: [SpectrogramPicture], to path: String) throws(AudioError) {
    try PNGFile.write(Canvas(stacking: pictures.map { $0.draw() }), to: path)
  }

  func draw() -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height, background: .white)
    drawSpectrogram(on: &canvas)
    drawTitle(on: &canvas)
    drawExamples(on: &canvas)
    drawTimeAxis(on: &canvas)
    drawBandAxis(on: &canvas)
    drawColourBar(on: &canvas)
    canvas.frame(
      x: Self.left, y: Self.top, width: columns.width, height: Self.plotHeight, thickness: 1, Self.ink)
    return canvas
  }

  /// From the first per cent to the last per mille, at least two apart.
  private static func range(of values: [Float]) -> ClosedRange<Double> {
    let sorted = values.sorted()
    let low = Double(sorted[sorted.count / 100])
    let high = Double(sorted[sorted.count - 1 - sorted.count / 1000])
    return low...max(high, low + 2)
  }

  private func colour(of value: Double) -> Colour {
    ColourMap.colour(ofShare: (value - range.lowerBound) / (range.upperBound - range.lowerBound))
  }
}

extension SpectrogramPicture {
  private func drawSpectrogram(on canvas: inout Canvas) {
    for column in 0..<columns.count {
      for band in 0..<LogMel.bands {
        let value = columns.mean(of: logMel, column: column, band: band)
        canvas.fill(
          x: Self.left + column * columns.pixels,
          y: Self.top + (LogMel.bands - 1 - band) * Self.bandHeight,
          width: columns.pixels, height: Self.bandHeight, colour(of: value))
      }
    }
  }

  private func drawTitle(on canvas: inout Canvas) {
    let most = (columns.width + Self.right) / (BitmapFont.advance * Self.textScale)
    let shown = title.count <= most ? title : "..." + title.suffix(max(0, most - 3))
    canvas.write(shown, x: Self.left, y: 14, scale: Self.textScale, Self.ink)
    let count = Examples.count(ofRows: logMel.rows, hopRows: frontEnd.hopRows)
    let facts =
      AxisTicks.text(logMel.duration, digits: 2) + " s, "
      + (count == 1 ? "1 example" : "\(count) examples") + " of 96 x 64, hop "
      + AxisTicks.text(frontEnd.hopSeconds, digits: 2) + " s"
    canvas.write(facts, x: Self.left, y: 38, scale: Self.textScale, .faintInk)
  }

  /// Brackets with numbers above the plot, lines within it, and a veil over rows that no example holds.
  private func drawExamples(on canvas: inout Canvas) {
    let hop = frontEnd.hopRows
    let count = Examples.count(ofRows: logMel.rows, hopRows: hop)
    let spacing = columns.x(ofRow: hop)
    let isDense = spacing < 14
    for index in 0..<count where !isDense {
      let start = Self.left + columns.x(ofRow: index * hop)
      let end = Self.left + columns.x(ofRow: index * hop + Examples.rows)
      drawBorder(at: start, on: &canvas)
      if hop >= Examples.rows || index == count - 1 { drawBorder(at: end, on: &canvas) }
      let labelWidth = BitmapFont.width(of: String(index), scale: Self.textScale)
      if labelWidth + 6 <= spacing {
        let middle = start + min(spacing, end - start) / 2
        canvas.write(
          String(index), x: middle, y: Self.top - 24, scale: Self.textScale, Self.ink, alignment: .centre)
      }
    }
    for column in 0..<columns.count where !isHeld(row: columns.firstRow(of: column), count: count) {
      canvas.fill(
        x: Self.left + column * columns.pixels, y: Self.top, width: columns.pixels,
        height: Self.plotHeight, .white, share: 0.6)
    }
  }

  private func drawBorder(at x: Int, on canvas: inout Canvas) {
    let place = min(x, Self.left + columns.width - 1)
    canvas.fill(x: place, y: Self.top - 28, width: 1, height: 28, Self.ink)
    for y in stride(from: Self.top, to: Self.top + Self.plotHeight, by: 8) {
      canvas.fill(x: place, y: y, width: 1, height: 4, .white, share: 0.85)
    }
  }

  /// Whether an example holds a row.
  private func isHeld(row: Int, count: Int) -> Bool {
    guard count > 0 else { return false }
    let last = min(row / frontEnd.hopRows, count - 1)
    return row - last * frontEnd.hopRows < Examples.rows
  }
}

extension SpectrogramPicture {
  private func drawTimeAxis(on canvas: inout Canvas) {
    let end = Double(logMel.rows) * LogMel.rowSeconds
    let ticks = AxisTicks(in: 0...end, most: max(2, columns.width / 84))
    let y = Self.top + Self.plotHeight + 1
    for value in ticks.values {
      let x = Self.left + min(columns.x(ofRow: Int((value / LogMel.rowSeconds).rounded())), columns.width - 1)
      canvas.fill(x: x, y: y, width: 1, height: 7, Self.ink)
      canvas.write(
        AxisTicks.text(value, digits: ticks.digits), x: x, y: y + 12, scale: Self.textScale, Self.ink,
        alignment: .centre)
    }
    canvas.write(
      "seconds", x: Self.left + columns.width / 2, y: y + 38, scale: Self.textScale, .faintInk,
      alignment: .centre)
  }

  private func drawBandAxis(on canvas: inout Canvas) {
    for hertz in [250, 500, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 7000] {
      let position = MelFilterBank.bandPosition(ofHertz: Double(hertz)) + 0.5
      let y = Self.top + Self.plotHeight - Int((position * Double(Self.bandHeight)).rounded())
      canvas.fill(x: Self.left - 8, y: y, width: 7, height: 1, Self.ink)
      canvas.write(
        String(hertz), x: Self.left - 12, y: y - BitmapFont.glyphHeight, scale: Self.textScale, Self.ink,
        alignment: .right)
    }
    canvas.writeUpwards(
      "Hz, 64 mel bands", x: 10, y: Self.top + Self.plotHeight / 2, scale: Self.textScale, .faintInk)
  }

  private func drawColourBar(on canvas: inout Canvas) {
    let x = Self.left + columns.width + 24
    let width = 16
    for row in 0..<Self.plotHeight {
      let share = 1 - Double(row) / Double(Self.plotHeight - 1)
      canvas.fill(x: x, y: Self.top + row, width: width, height: 1, ColourMap.colour(ofShare: share))
    }
    canvas.frame(x: x, y: Self.top, width: width, height: Self.plotHeight, thickness: 1, Self.ink)
    let ticks = AxisTicks(in: range, most: 8)
    for value in ticks.values {
      let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      let y = Self.top + Int(((1 - share) * Double(Self.plotHeight - 1)).rounded())
      canvas.fill(x: x + width + 1, y: y, width: 5, height: 1, Self.ink)
      canvas.write(
        AxisTicks.text(value, digits: ticks.digits), x: x + width + 10, y: y - BitmapFont.glyphHeight,
        scale: Self.textScale, Self.ink)
    }
    canvas.write(
      "log-mel", x: Self.left + columns.width + Self.right - 6, y: Self.top + Self.plotHeight + 13,
      scale: Self.textScale, .faintInk, alignment: .right)
  }
}
