import Charts
import Testing

@Suite struct ConfusionChartTests {
  @Test func `every cell that counts something is there once, and no other`() throws {
    let chart = ConfusionChart(
      title: "t", classes: ["a", "b", "c"], counts: [5, 0, 1, 0, 2, 0, 0, 3, 4], scale: .counts)
    let keys = try Elements(of: chart.drawing().svg()).keys
    #expect(keys.sorted() == ["0-0", "0-2", "1-1", "2-1", "2-2"])
  }

  @Test func `an order moves rows and columns together`() {
    let chart = ConfusionChart(
      title: "t", classes: ["a", "b"], counts: [0, 7, 0, 0], scale: .counts, order: [1, 0])
    let cells = chart.drawing().shapes.compactMap { shape -> Area? in
      if case .rectangle(let area, _, let mark?) = shape, mark.key == "0-1" { area } else { nil }
    }
    // Class 0 now stands second, so its row is the lower one; class 1 stands first, so the column is the left one.
    let labels = chart.drawing().shapes.compactMap { shape -> Point? in
      if case .text("a", let place, let style) = shape, !style.isUpright { place } else { nil }
    }
    #expect(cells.count == 1 && labels.count == 1)
    #expect(cells[0].top < labels[0].y && labels[0].y < cells[0].bottom)
    #expect(abs(cells[0].left - (labels[0].x + 5)) < 1e-9)
  }

  @Test func `shares are of the true class's rows, counts of the largest cell`() {
    let counts = [90, 10, 5, 5]
    func figures(_ scale: ConfusionChart.Scale) -> [String] {
      ConfusionChart(title: "", classes: ["a", "b"], counts: counts, scale: scale).drawing().shapes
        .compactMap { shape in
          if case .text(let text, _, let style) = shape, style.anchor == .middle, Int(text) != nil {
            text
          } else {
            nil
          }
        }
    }
    #expect(figures(.rows) == ["90", "10", "50", "50"])
    #expect(figures(.counts) == ["90", "10", "5", "5"])
  }

  @Test func `figures stand out from every shade by 4.5 to 1`() {
    for value in 1...100 {
      let chart = ConfusionChart(
        title: "", classes: ["a", "b"], counts: [value, 100 - value, 0, 1], scale: .rows)
      var shade: Colour?
      for shape in chart.drawing().shapes {
        if case .rectangle(_, .colour(let colour), let mark?) = shape, mark.key != nil { shade = colour }
        guard case .text(let text, _, let style) = shape, style.anchor == .middle, Int(text) != nil,
          case .colour(let ink) = style.ink, let shade
        else { continue }
        let pair = [shade.luminance, ink.luminance].sorted()
        #expect((pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, "at \(text) %")
      }
    }
  }

  @Test func `195 classes make a picture of a bounded size with all their names`() throws {
    let names = (0..<195).map { "Genus\($0 / 4) species\($0)" }
    let chart = ConfusionChart(
      title: "t", classes: names, counts: (0..<(195 * 195)).map { $0 % 196 == 0 ? 9 : $0 % 7 == 0 ? 1 : 0 },
      scale: .rows, boundaries: [4, 8])
    let drawing = chart.drawing()
    #expect(drawing.width < 2_000 && drawing.height < 2_000)
    let texts = Set(try Elements(of: drawing.svg()).texts)
    #expect(names.allSatisfy(texts.contains))
  }

  @Test func `an empty class leaves its row blank`() throws {
    let chart = ConfusionChart(title: "", classes: ["a", "b"], counts: [0, 0, 0, 0], scale: .rows)
    #expect(try Elements(of: chart.drawing().svg()).keys.isEmpty)
  }
}
