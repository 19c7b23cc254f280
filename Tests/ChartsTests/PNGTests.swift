import Charts
import Testing

@Suite struct PNGTests {
  private let drawing = CurvesChart(
    title: "Loss — größer",
    panels: [
      CurvesChart.Panel(
        title: "loss",
        series: [
          CurvesChart.Series(
            name: "train", colourIndex: 0,
            samples: [(1, 2), (2, .nan), (3, 1), (4, 0.5)].map { CurvesChart.Sample(x: $0.0, y: $0.1) },
            markedX: 4)
        ])
    ]
  ).drawing()

  @Test func `a picture has the drawing's size in pixels`() throws {
    let bytes = try drawing.png(scale: 2)
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    func number(_ offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(16) == Int((drawing.width * 2).rounded(.up)))
    #expect(number(20) == Int((drawing.height * 2).rounded(.up)))
  }

  @Test func `something is drawn, and the same every time`() throws {
    let empty = Drawing(width: drawing.width, height: drawing.height, summary: "")
    let bytes = try drawing.png()
    #expect(try bytes != empty.png())
    #expect(try bytes == drawing.png())
  }

  @Test func `a picture too large for PNG is refused with what to do`() {
    let large = Drawing(width: 20_000, height: 10, summary: "")
    let error = #expect(throws: ChartsError.self) { try large.png(scale: 2) }
    #expect(error?.found.contains("40000") == true)
    #expect(error?.remedy.contains(".svg") == true)
  }
}
