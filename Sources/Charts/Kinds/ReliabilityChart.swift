/// Confidence against how often it is right, with a histogram of confidences below (DeGroot and Fienberg 1983).
public struct ReliabilityChart: Sendable, Hashable {
  /// Predictions of like confidence.
  public struct Bin: Sendable, Hashable {
    /// The confidences it takes in, within 0…1.
    public var range: ClosedRange<Double>
    /// The mean confidence in it.
    public var confidence: Double
    /// The share that is right.
    public var accuracy: Double
    /// How many predictions.
    public var count: Int

    /// A bin.
    public init(range: ClosedRange<Double>, confidence: Double, accuracy: Double, count: Int) {
      self.range = range
      self.confidence = confidence
      self.accuracy = accuracy
      self.count = count
    }
  }

  /// Above the diagram.
  public var title: String
  /// Below the title, such as the calibration error.
  public var remark: String
  /// By rising confidence; empty ones are left out.
  public var bins: [Bin]

  /// A chart of bins.
  public init(title: String, remark: String, bins: [Bin]) {
    self.title = title
    self.remark = remark
    self.bins = bins.filter { $0.count > 0 }
  }

  /// The picture.
  public func drawing() -> Drawing {
    var drawing = Drawing(width: 470, height: 640, summary: "\(title): \(remark)")
    drawing.text(title, 20, 24, TextStyle(size: 15, isBold: true))
    drawing.text(remark, 20, 42, TextStyle(size: 11.5, ink: .faintText))
    let frame = PlotFrame(Area(left: 70, top: 72, width: 360, height: 340), x: 0...1, y: 0...1)
    drawing.shapes += frame.shapes(title: "", xTitle: "Confidence", yTitle: "Share right")
    drawing.shapes.append(
      .line(frame.place(0, 0), frame.place(1, 1), Stroke(.faintText, width: 1.2, isDashed: true)))
    let ink = Ink.colour(SeriesColours.colour(of: 0))
    if bins.count > 1 {
      drawing.shapes.append(
        .path(bins.map { frame.place($0.confidence, $0.accuracy) }, Stroke(ink, width: 2)))
    }
    let most = Double(bins.map(\.count).max() ?? 1)
    let histogram = PlotFrame(Area(left: 70, top: 480, width: 360, height: 100), x: 0...1, y: 0...most)
    drawing.shapes += histogram.shapes(title: "", xTitle: "Confidence", yTitle: "Predictions")
    for bin in bins {
      let note =
        "confidence \(AxisTicks.text(bin.confidence, digits: 3)): "
        + "\(AxisTicks.text(bin.accuracy, digits: 3)) right of \(bin.count)"
      drawing.shapes.append(
        .dot(frame.place(bin.confidence, bin.accuracy), radius: 4, fill: ink, mark: Mark(note)))
      let low = histogram.place(bin.range.lowerBound, Double(bin.count))
      let high = histogram.place(bin.range.upperBound, 0)
      let area = Area(
        left: low.x + 0.5, top: low.y, width: max(0.5, high.x - low.x - 1), height: high.y - low.y)
      drawing.shapes.append(.rectangle(area, fill: ink, mark: Mark(note)))
    }
    return drawing
  }
}
