/// A confusion matrix as a picture: true classes down, predicted classes across, a shade a cell.
///
/// It is readable from two to some two hundred classes: cells, labels and figures shrink with their number, and figures
/// go where they would no longer fit. Cells carry notes and, as keys, `true-predicted` as class indices.
public struct ConfusionChart: Sendable, Hashable {
  /// What a cell's shade and figure say.
  public enum Scale: String, Sendable, Hashable, CaseIterable {
    /// How many rows, against the largest cell.
    case counts
    /// The share of the true class's rows.
    case rows
  }

  /// Above the matrix.
  public var title: String
  /// The name of each class.
  public var classes: [String]
  /// How often a true class (row) was taken for a class (column), [n, n].
  public var counts: [Int]
  /// What shades and figures say.
  public var scale: Scale
  /// The classes from top to bottom and left to right.
  public var order: [Int]
  /// Before which places of the order a line parts groups, such as genera.
  public var boundaries: [Int]

  /// A chart of a matrix.
  ///
  /// - Parameters:
  ///   - order: a permutation of the classes; nil for theirs.
  ///   - boundaries: places of the order, 1..<n.
  public init(
    title: String, classes: [String], counts: [Int], scale: Scale, order: [Int]? = nil,
    boundaries: [Int] = []
  ) {
    precondition(!classes.isEmpty, "a confusion matrix without classes")
    precondition(
      counts.count == classes.count * classes.count,
      "\(counts.count) counts for \(classes.count) classes")
    self.title = title
    self.classes = classes
    self.counts = counts
    self.scale = scale
    self.order = order ?? Array(classes.indices)
    self.boundaries = boundaries
    precondition(
      self.order.sorted() == Array(classes.indices), "an order that is no permutation of the classes")
  }

  /// The picture.
  public func drawing() -> Drawing {
    let layout = Layout(self)
    var drawing = Drawing(width: layout.width, height: layout.height, summary: summary)
    drawing.text(title, layout.left, 24, TextStyle(size: 15, isBold: true))
    addCells(to: &drawing, layout)
    addLabels(to: &drawing, layout)
    addColourBar(to: &drawing, layout)
    return drawing
  }

  private var count: Int { classes.count }

  private var summary: String {
    let total = counts.reduce(0, +)
    let correct = classes.indices.reduce(0) { $0 + counts[$1 * count + $1] }
    return "\(title): \(count) classes, \(correct) of \(total) on the diagonal"
  }

  /// Cells, from the classes' supports and the largest cell.
  private func addCells(to drawing: inout Drawing, _ layout: Layout) {
    let field = Area(left: layout.left, top: layout.top, width: layout.side, height: layout.side)
    drawing.shapes.append(.rectangle(field, fill: .colour(ShadeScale.colour(ofShare: 0))))
    let largest = counts.max() ?? 0
    for (row, label) in order.enumerated() {
      let support = counts[(label * count)..<((label + 1) * count)].reduce(0, +)
      for (column, prediction) in order.enumerated() {
        let value = counts[label * count + prediction]
        guard value > 0 else { continue }
        let share = Double(value) / Double(scale == .rows ? support : largest)
        let area = Area(
          left: layout.left + Double(column) * layout.cell, top: layout.top + Double(row) * layout.cell,
          width: layout.cell, height: layout.cell)
        let shade = ShadeScale.colour(ofShare: share)
        let note = "\(classes[label]) taken for \(classes[prediction]): \(value) of \(support)"
        drawing.shapes.append(
          .rectangle(area, fill: .colour(shade), mark: Mark(note, key: "\(label)-\(prediction)")))
        guard layout.cell >= 17 else { continue }
        let figure = scale == .rows ? String(Int((share * 100).rounded())) : String(value)
        let size = min(11.5, layout.cell * 0.42, layout.cell * 1.35 / Double(figure.count))
        drawing.text(
          figure, area.left + layout.cell / 2, area.top + layout.cell / 2 + size * 0.36,
          TextStyle(size: size, ink: .colour(ShadeScale.textColour(on: shade)), anchor: .middle))
      }
    }
    for place in [0] + boundaries + [count] {
      let offset = Double(place) * layout.cell
      let isEdge = place == 0 || place == count
      let stroke = Stroke(.colour(Colour(isEdge ? 0x5f6368 : 0xb4bac4)), width: isEdge ? 1 : 0.6)
      let (x, y) = (layout.left + offset, layout.top + offset)
      drawing.shapes.append(.line(Point(x, field.top), Point(x, field.bottom), stroke))
      drawing.shapes.append(.line(Point(field.left, y), Point(field.right, y), stroke))
    }
  }

  private func addLabels(to drawing: inout Drawing, _ layout: Layout) {
    for (place, label) in order.enumerated() {
      let middle = (Double(place) + 0.5) * layout.cell + layout.labelSize * 0.36
      drawing.text(
        classes[label], layout.left - 5, layout.top + middle,
        TextStyle(size: layout.labelSize, anchor: .end))
      drawing.text(
        classes[label], layout.left + middle, layout.top + layout.side + 5,
        TextStyle(size: layout.labelSize, anchor: .end, isUpright: true))
    }
    let middle = layout.side / 2
    drawing.text(
      "True class", 16, layout.top + middle, TextStyle(size: 12.5, anchor: .middle, isUpright: true))
    drawing.text(
      "Predicted class", layout.left + middle, layout.height - 10, TextStyle(size: 12.5, anchor: .middle))
  }

  private func addColourBar(to drawing: inout Drawing, _ layout: Layout) {
    let height = min(layout.side, 220)
    let left = layout.left + layout.side + 18
    let steps = 64
    for step in 0..<steps {
      let share = (Double(step) + 0.5) / Double(steps)
      let area = Area(
        left: left, top: layout.top + height * (1 - Double(step + 1) / Double(steps)), width: 14,
        height: height / Double(steps) + 0.5)
      drawing.shapes.append(.rectangle(area, fill: .colour(ShadeScale.colour(ofShare: share))))
    }
    let largest = Double(scale == .rows ? 100 : max(1, counts.max() ?? 1))
    let ticks = AxisTicks(in: 0...largest, most: 5, wholeNumbers: true)
    let bar = LinearScale(0...largest, from: layout.top + height, to: layout.top)
    for value in ticks.values {
      let text = ticks.text(value) + (scale == .rows ? " %" : "")
      drawing.text(text, left + 20, bar.place(value) + 3.7, TextStyle(size: 10.5, ink: .faintText))
    }
    drawing.text(
      scale == .rows ? "share of the true class" : "clips", left, layout.top + height + 18,
      TextStyle(size: 10.5, ink: .faintText))
  }

  /// Where things lie, in points.
  private struct Layout {
    let cell: Double
    let labelSize: Double
    let left: Double
    let top = 40.0
    let side: Double
    let width: Double
    let height: Double

    init(_ chart: ConfusionChart) {
      cell = max(7, min(44, 640 / Double(chart.count)))
      side = cell * Double(chart.count)
      labelSize = max(6.4, min(12, cell * 0.92))
      let style = TextStyle(size: labelSize)
      let label = min(260, (chart.classes.map(style.width(of:)).max() ?? 0) * 1.04)
      left = 30 + label + 6
      width = left + side + 160
      height = top + side + label + 40
    }
  }
}
