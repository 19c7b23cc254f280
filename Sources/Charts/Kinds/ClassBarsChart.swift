/// One bar a class, with its interval where there is one.
public struct ClassBarsChart: Sendable, Hashable {
  /// A class's bar.
  public struct Bar: Sendable, Hashable {
    /// The class.
    public var name: String
    /// 0…1; nil where the figure is undefined, as recall is without clips of the class.
    public var value: Double?
    /// A confidence interval within 0…1.
    public var interval: ClosedRange<Double>?
    /// Behind the bar, such as `7 of 8`.
    public var remark: String

    /// A bar.
    public init(name: String, value: Double?, interval: ClosedRange<Double>? = nil, remark: String = "") {
      self.name = name
      self.value = value
      self.interval = interval
      self.remark = remark
    }
  }

  /// Above the bars.
  public var title: String
  /// What the bars measure, such as `Recall`.
  public var quantity: String
  /// From top to bottom.
  public var bars: [Bar]

  /// A chart of bars.
  public init(title: String, quantity: String, bars: [Bar]) {
    self.title = title
    self.quantity = quantity
    self.bars = bars
  }

  /// The picture.
  public func drawing() -> Drawing {
    let pitch = bars.count <= 60 ? 20.0 : 12.5
    let style = TextStyle(size: pitch * 0.58, anchor: .end)
    let label = min(280, (bars.map { style.width(of: $0.name) }.max() ?? 0) * 1.04)
    let area = Area(left: 24 + label, top: 44, width: 420, height: Double(bars.count) * pitch)
    let remark = (bars.map { style.width(of: $0.remark) }.max() ?? 0) * 1.04
    var drawing = Drawing(
      width: area.right + 30 + remark, height: area.bottom + 48,
      summary: "\(title): \(quantity) of \(bars.count) classes")
    drawing.text(title, 20, 24, TextStyle(size: 15, isBold: true))
    let scale = LinearScale(0...1, from: area.left, to: area.right)
    for tick in stride(from: 0.0, through: 1, by: 0.2) {
      let x = scale.place(tick)
      drawing.shapes.append(.line(Point(x, area.top), Point(x, area.bottom), Stroke(.grid)))
      drawing.text(
        AxisTicks.text(tick, digits: 1), x, area.bottom + 16,
        TextStyle(size: 10.5, ink: .faintText, anchor: .middle))
    }
    drawing.text(
      quantity, area.left + area.width / 2, area.bottom + 36, TextStyle(size: 11.5, anchor: .middle))
    for (index, bar) in bars.enumerated() {
      add(bar, at: area.top + Double(index) * pitch, pitch, scale, style, to: &drawing)
    }
    return drawing
  }

  private func add(
    _ bar: Bar, at top: Double, _ pitch: Double, _ scale: LinearScale, _ style: TextStyle,
    to drawing: inout Drawing
  ) {
    let middle = top + pitch / 2
    let baseline = middle + style.size * 0.36
    drawing.text(bar.name, scale.start - 6, baseline, style)
    var remark = style
    (remark.anchor, remark.ink) = (.start, .faintText)
    guard let value = bar.value else {
      drawing.text("—", scale.start + 4, baseline, remark)
      drawing.text(bar.remark, scale.end + 8, baseline, remark)
      return
    }
    let area = Area(
      left: scale.start, top: top + pitch * 0.16, width: scale.place(value) - scale.start,
      height: pitch * 0.68)
    let note = "\(bar.name): \(quantity.lowercased()) \(AxisTicks.text(value, digits: 3)) \(bar.remark)"
    drawing.shapes.append(.rectangle(area, fill: .colour(SeriesColours.colour(of: 4)), mark: Mark(note)))
    if let interval = bar.interval {
      let (low, high) = (scale.place(interval.lowerBound), scale.place(interval.upperBound))
      drawing.shapes.append(.line(Point(low, middle), Point(high, middle), Stroke(.text, width: 1.2)))
      for end in [low, high] {
        drawing.shapes.append(
          .line(Point(end, middle - pitch * 0.2), Point(end, middle + pitch * 0.2), Stroke(.text, width: 1.2))
        )
      }
    }
    drawing.text(bar.remark, scale.end + 8, baseline, remark)
  }
}
