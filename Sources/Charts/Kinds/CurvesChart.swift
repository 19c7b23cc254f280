/// Curves over epochs or steps, a panel for each quantity: how training went, of one run or several.
public struct CurvesChart: Sendable, Hashable {
  /// A value at an epoch or step.
  public struct Sample: Sendable, Hashable {
    /// The epoch or step.
    public var x: Double
    /// The value.
    public var y: Double

    /// A value at a place.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// One curve.
  public struct Series: Sendable, Hashable {
    /// In the legend; the same name has the same look in all panels.
    public var name: String
    /// Which of the ``SeriesColours``.
    public var colourIndex: Int
    /// Broken into dashes, as curves of the training split are.
    public var isDashed: Bool
    /// From left to right; values that are no number interrupt the curve.
    public var samples: [Sample]
    /// Where a point is set apart, such as at the best epoch; nil for none.
    public var markedX: Double?

    /// A curve.
    public init(
      name: String, colourIndex: Int, isDashed: Bool = false, samples: [Sample],
      markedX: Double? = nil
    ) {
      self.name = name
      self.colourIndex = colourIndex
      self.isDashed = isDashed
      self.markedX = markedX
      self.samples = samples
    }
  }

  /// One quantity.
  public struct Panel: Sendable, Hashable {
    /// Above the panel.
    public var title: String
    /// The range of its axis; nil for what the data need.
    public var range: ClosedRange<Double>?
    /// Its curves.
    public var series: [Series]

    /// A panel.
    public init(title: String, range: ClosedRange<Double>? = nil, series: [Series]) {
      self.title = title
      self.range = range
      self.series = series
    }
  }

  /// Above all panels.
  public var title: String
  /// Below each panel, such as `Epoch`.
  public var xTitle: String
  /// From left to right, two a row.
  public var panels: [Panel]

  /// A chart of panels; at least one.
  public init(title: String, xTitle: String = "Epoch", panels: [Panel]) {
    precondition(!panels.isEmpty, "curves without a panel")
    self.title = title
    self.xTitle = xTitle
    self.panels = panels
  }

  /// The picture.
  public func drawing() -> Drawing {
    let columns = min(2, panels.count)
    let rows = (panels.count + columns - 1) / columns
    let legend = legendLines(width: Double(columns) * 440 - 40)
    let width = Double(columns) * 440 + 20
    let top = 52.0 + Double(legend.count) * 18
    var drawing = Drawing(
      width: width, height: top + Double(rows) * 320,
      summary: title + ": " + panels.map(\.title).joined(separator: ", "))
    drawing.text(title, 20, 24, TextStyle(size: 15, isBold: true))
    addLegend(legend, to: &drawing)
    for (index, panel) in panels.enumerated() {
      let area = Area(
        left: 70 + Double(index % columns) * 440, top: top + 14 + Double(index / columns) * 320, width: 350,
        height: 236)
      add(panel, in: area, to: &drawing)
    }
    return drawing
  }

  private func add(_ panel: Panel, in area: Area, to drawing: inout Drawing) {
    let all = panel.series.flatMap(\.samples).filter { $0.x.isFinite && $0.y.isFinite }
    let frame = PlotFrame(
      area, x: Self.range(all.map(\.x)), y: panel.range ?? Self.padded(Self.range(all.map(\.y))), wholeX: true
    )
    drawing.shapes += frame.shapes(title: panel.title, xTitle: xTitle, yTitle: "")
    for series in panel.series {
      let ink = Ink.colour(SeriesColours.colour(of: series.colourIndex))
      let stroke = Stroke(ink, width: series.isDashed ? 1.4 : 2, isDashed: series.isDashed)
      for piece in series.samples.split(whereSeparator: { !$0.x.isFinite || !$0.y.isFinite }) {
        let places = piece.map { frame.place($0.x, $0.y) }
        if places.count > 1 {
          drawing.shapes.append(.path(places, stroke))
        } else if let place = places.first {
          drawing.shapes.append(.dot(place, radius: 2.4, fill: ink, mark: nil))
        }
      }
      guard let marked = series.samples.first(where: { $0.x == series.markedX && $0.y.isFinite }) else {
        continue
      }
      let note =
        "\(series.name), best: \(AxisTicks.text(marked.y, digits: 4)) at \(AxisTicks.text(marked.x, digits: 0))"
      let place = frame.place(marked.x, marked.y)
      drawing.shapes.append(.dot(place, radius: 5, fill: ink, mark: Mark(note)))
      drawing.shapes.append(.dot(place, radius: 2.4, fill: .paper, mark: nil))
    }
  }

  /// The series of all panels by name, in lines that fit.
  private func legendLines(width: Double) -> [[Series]] {
    var (lines, used, seen): ([[Series]], Double, Set<String>) = ([], .infinity, [])
    for series in panels.flatMap(\.series) where seen.insert(series.name).inserted {
      let needed = 48 + TextStyle(size: 11.5).width(of: series.name)
      if used + needed > width {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append(series)
      used += needed
    }
    return lines
  }

  private func addLegend(_ lines: [[Series]], to drawing: inout Drawing) {
    for (index, line) in lines.enumerated() {
      let y = 46 + Double(index) * 18
      var x = 22.0
      for series in line {
        let ink = Ink.colour(SeriesColours.colour(of: series.colourIndex))
        let stroke = Stroke(ink, width: series.isDashed ? 1.4 : 2, isDashed: series.isDashed)
        drawing.shapes.append(.line(Point(x, y - 4), Point(x + 24, y - 4), stroke))
        drawing.text(series.name, x + 30, y, TextStyle(size: 11.5))
        x += 48 + TextStyle(size: 11.5).width(of: series.name)
      }
    }
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let least = values.min(), let most = values.max() else { return 0...1 }
    return least...most
  }

  private static func padded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let pad = (range.upperBound - range.lowerBound) * 0.05
    let least = range.lowerBound >= 0 ? max(0, range.lowerBound - pad) : range.lowerBound - pad
    return least...(range.upperBound + pad)
  }
}
