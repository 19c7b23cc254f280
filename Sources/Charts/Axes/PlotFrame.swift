/// Two axes with grid, ticks and titles around a field that data are drawn in.
struct PlotFrame {
  /// The field.
  let area: Area
  /// To the right.
  let x: LinearScale
  /// Upwards.
  let y: LinearScale
  private let xTicks: AxisTicks
  private let yTicks: AxisTicks

  /// A frame around a field.
  ///
  /// - Parameter wholeX: whether x counts whole things, such as epochs.
  init(_ area: Area, x: ClosedRange<Double>, y: ClosedRange<Double>, wholeX: Bool = false) {
    self.area = area
    self.x = LinearScale(x, from: area.left, to: area.right)
    self.y = LinearScale(y, from: area.bottom, to: area.top)
    xTicks = AxisTicks(in: self.x.values, most: max(2, Int(area.width / 70)), wholeNumbers: wholeX)
    yTicks = AxisTicks(in: self.y.values, most: max(2, Int(area.height / 36)))
  }

  /// Where a pair of values lies.
  func place(_ x: Double, _ y: Double) -> Point { Point(self.x.place(x), self.y.place(y)) }

  /// Grid, ticks and titles.
  func shapes(title: String, xTitle: String, yTitle: String) -> [Shape] {
    var shapes: [Shape] = []
    let tick = TextStyle(size: 10.5, ink: .faintText, anchor: .middle)
    for value in yTicks.values {
      let y = y.place(value)
      shapes.append(.line(Point(area.left, y), Point(area.right, y), Stroke(.grid)))
      var style = tick
      style.anchor = .end
      shapes.append(.text(yTicks.text(value), at: Point(area.left - 6, y + 3.7), style))
    }
    for value in xTicks.values {
      let x = x.place(value)
      shapes.append(.line(Point(x, area.bottom), Point(x, area.bottom + 4), Stroke(.faintText)))
      shapes.append(.text(xTicks.text(value), at: Point(x, area.bottom + 17), tick))
    }
    shapes.append(.line(Point(area.left, area.bottom), Point(area.right, area.bottom), Stroke(.faintText)))
    let middle = area.left + area.width / 2
    shapes.append(
      .text(title, at: Point(area.left, area.top - 12), TextStyle(size: 13, isBold: true)))
    shapes.append(
      .text(xTitle, at: Point(middle, area.bottom + 35), TextStyle(size: 11.5, anchor: .middle)))
    shapes.append(
      .text(
        yTitle, at: Point(area.left - 44, area.top + area.height / 2),
        TextStyle(size: 11.5, anchor: .middle, isUpright: true)))
    return shapes
  }
}
