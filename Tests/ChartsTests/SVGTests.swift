import Charts
import Foundation
import FoundationXML
import Testing

@Suite struct SVGTests {
  @Test func `names with reserved and forbidden characters keep the text well-formed`() throws {
    let names = ["<Amsel & \"Co\">", "O'Brien\u{1}", "Gänse\nsäger", "]]>"]
    let chart = ConfusionChart(
      title: "a < b & c", classes: names, counts: Array(1...16), scale: .counts)
    let elements = try Elements(of: chart.drawing().svg())
    #expect(elements.texts.contains("<Amsel & \"Co\">"))
    #expect(elements.texts.contains("O'Brien"))
    #expect(elements.texts.contains("Gänse säger"))
  }

  @Test func `a page's colours come from its properties, a file's are fixed`() {
    let chart = ConfusionChart(title: "t", classes: ["a"], counts: [1], scale: .rows)
    #expect(chart.drawing().svg(.page).contains("var(--chart-text)"))
    #expect(!chart.drawing().svg(.paper).contains("var("))
  }

  @Test func `the same chart gives the same bytes`() {
    let chart = ConfusionChart(title: "t", classes: ["a", "b"], counts: [3, 1, 0, 4], scale: .rows)
    #expect(chart.drawing().svg() == chart.drawing().svg())
  }

  @Test(arguments: [
    (0.0, "0"), (2.0, "2"), (0.05, "0.05"), (-0.05, "-0.05"), (1.5, "1.5"), (-1.25, "-1.25"), (9.999, "10"),
  ])
  func `numbers have at most two digits behind the point`(value: Double, text: String) {
    let drawing = Drawing(
      width: 10, height: 10, summary: "",
      shapes: [.dot(Point(value, 0), radius: 1, fill: .text, mark: nil)])
    #expect(drawing.svg().contains("cx=\"\(text)\""))
  }
}

/// The elements of a text that is well-formed XML.
final class Elements: NSObject, XMLParserDelegate {
  var counts: [String: Int] = [:]
  var keys: [String] = []
  var texts: [String] = []
  private var text = ""

  init(of svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    if let key = attributes["data-key"] { keys.append(key) }
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" || name == "title" { texts.append(text) }
  }
}
