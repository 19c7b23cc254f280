import Charts
import Testing

@Suite struct CurvesChartTests {
  private func chart(_ values: [Double], markedX: Double? = nil) -> Drawing {
    let samples = values.enumerated().map { CurvesChart.Sample(x: Double($0.offset + 1), y: $0.element) }
    let series = CurvesChart.Series(name: "validation", colourIndex: 0, samples: samples, markedX: markedX)
    return CurvesChart(title: "t", panels: [CurvesChart.Panel(title: "loss", series: [series])]).drawing()
  }

  private func curves(_ drawing: Drawing) -> [[Point]] {
    drawing.shapes.compactMap { shape in
      if case .path(let points, let stroke) = shape, stroke.width == 2, points.count > 1, points[0].x != 22 {
        points
      } else {
        nil
      }
    }
  }

  @Test func `a value that is no number interrupts the curve`() {
    #expect(curves(chart([3, 2, .nan, 1, 0.5, 0.4])).map(\.count) == [2, 3])
    #expect(curves(chart([3, 2, .infinity, 1])).map(\.count) == [2])
  }

  @Test func `falling values fall on paper`() {
    let points = curves(chart([3, 2, 1])).flatMap { $0 }
    #expect(points.count == 3)
    #expect(points[0].y < points[1].y && points[1].y < points[2].y)
    #expect(points[0].x < points[1].x)
  }

  @Test(arguments: [[], [0.5], [.nan], [2, 2, 2]])
  func `few or equal values make a chart all the same`(values: [Double]) {
    let drawing = chart(values)
    #expect(drawing.svg().contains("</svg>"))
    #expect(!drawing.svg().contains("nan"))
  }

  @Test func `the best epoch is set apart`() {
    let marks = chart([3, 1, 2], markedX: 2).shapes.compactMap { shape -> String? in
      if case .dot(_, _, _, let mark?) = shape { mark.note } else { nil }
    }
    #expect(marks == ["validation, best: 1.0000 at 2"])
  }
}
