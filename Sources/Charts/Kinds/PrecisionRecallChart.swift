/// Precision against recall as the threshold falls, a curve for each class or average.
public struct PrecisionRecallChart: Sendable, Hashable {
  /// One curve.
  public struct Curve: Sendable, Hashable {
    /// In the legend.
    public var name: String
    /// The area below, 0…1.
    public var averagePrecision: Double
    /// By rising recall, 0…1.
    public var recall: [Double]
    /// As many as there are of recall, 0…1.
    public var precision: [Double]

    /// A curve.
    public init(name: String, averagePrecision: Double, recall: [Double], precision: [Double]) {
      precondition(
        recall.count == precision.count, "\(recall.count) recalls for \(precision.count) precisions")
      self.name = name
      self.averagePrecision = averagePrecision
      self.recall = recall
      self.precision = precision
    }
  }

  /// How many curves get a colour and a line in the legend; further ones are drawn thin and grey.
  public static let namedCurveCount = 7

  /// Above the diagram.
  public var title: String
  /// The first are named, see ``namedCurveCount``.
  public var curves: [Curve]

  /// A chart of curves.
  public init(title: String, curves: [Curve]) {
    self.title = title
    self.curves = curves
  }

  /// The picture.
  public func drawing() -> Drawing {
    let named = curves.prefix(Self.namedCurveCount)
    var drawing = Drawing(
      width: 470, height: 490 + Double(named.count + (curves.count > named.count ? 1 : 0)) * 18,
      summary: "\(title): precision and recall of \(curves.count) classes")
    drawing.text(title, 20, 24, TextStyle(size: 15, isBold: true))
    let frame = PlotFrame(Area(left: 70, top: 56, width: 360, height: 360), x: 0...1, y: 0...1)
    drawing.shapes += frame.shapes(title: "", xTitle: "Recall", yTitle: "Precision")
    for curve in curves.dropFirst(named.count) {
      add(curve, Stroke(.grid, width: 1), frame, to: &drawing)
    }
    for (index, curve) in named.enumerated().reversed() {
      let ink = Ink.colour(SeriesColours.colour(of: index))
      add(curve, Stroke(ink, width: 2), frame, to: &drawing)
      let y = 480 + Double(index) * 18
      drawing.shapes.append(.line(Point(70, y - 4), Point(94, y - 4), Stroke(ink, width: 2)))
      drawing.text(
        "\(curve.name) — average precision \(AxisTicks.text(curve.averagePrecision, digits: 3))", 100, y,
        TextStyle(size: 11.5))
    }
    if curves.count > named.count {
      drawing.text(
        "grey: \(curves.count - named.count) further classes", 100, 480 + Double(named.count) * 18,
        TextStyle(size: 11.5, ink: .faintText))
    }
    return drawing
  }

  /// A step curve: precision holds from one recall down to the one before.
  private func add(_ curve: Curve, _ stroke: Stroke, _ frame: PlotFrame, to drawing: inout Drawing) {
    var places: [Point] = []
    for (recall, precision) in zip(curve.recall, curve.precision) {
      if let last = places.last { places.append(Point(last.x, frame.y.place(precision))) }
      places.append(frame.place(recall, precision))
    }
    if places.count > 1 { drawing.shapes.append(.path(places, stroke)) }
  }
}
