extension Drawing {
  /// The drawing as SVG 1.1, text as text.
  ///
  /// Marks become `<title>` elements, which viewers show as tooltips, and `data-key` attributes. The text depends on the
  /// drawing alone: the same bytes every time.
  public func svg(_ theme: SVGTheme = .paper) -> String {
    var text = SVGText(theme: theme)
    text.open(self)
    for shape in shapes { text.add(shape) }
    text.close()
    return text.text
  }
}

/// SVG as it is being written.
private struct SVGText {
  let theme: SVGTheme
  var text = ""

  mutating func open(_ drawing: Drawing) {
    let (width, height) = (Self.number(drawing.width), Self.number(drawing.height))
    text += "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
    text += "width=\"\(width)\" height=\"\(height)\" role=\"img\" "
    text += "font-family=\"'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif\">\n"
    text += "<title>\(Self.escaped(drawing.summary))</title>\n"
    if theme == .paper {
      add(.rectangle(Area(left: 0, top: 0, width: drawing.width, height: drawing.height), fill: .paper))
    }
  }

  mutating func close() { text += "</svg>\n" }

  mutating func add(_ shape: Shape) {
    switch shape {
    case .path(let points, let stroke):
      text += "<polyline fill=\"none\" points=\"\(Self.list(points))\" stroke=\"\(colour(stroke.ink))\" "
      text += "stroke-width=\"\(Self.number(stroke.width))\" stroke-linejoin=\"round\""
      if stroke.isDashed { text += " stroke-dasharray=\"5 4\"" }
      text += "/>\n"
    case .polygon(let points, let fill, let opacity):
      text += "<polygon points=\"\(Self.list(points))\" fill=\"\(colour(fill))\" "
      text += "fill-opacity=\"\(Self.number(opacity))\"/>\n"
    case .rectangle(let area, let fill, let mark):
      text += "<rect x=\"\(Self.number(area.left))\" y=\"\(Self.number(area.top))\" "
      text +=
        "width=\"\(Self.number(area.width))\" height=\"\(Self.number(area.height))\" fill=\"\(colour(fill))\""
      close("rect", mark)
    case .dot(let centre, let radius, let fill, let mark):
      text += "<circle cx=\"\(Self.number(centre.x))\" cy=\"\(Self.number(centre.y))\" "
      text += "r=\"\(Self.number(radius))\" fill=\"\(colour(fill))\""
      close("circle", mark)
    case .text(let string, let point, let style): add(string, point, style)
    }
  }

  private mutating func add(_ string: String, _ point: Point, _ style: TextStyle) {
    let (x, y) = (Self.number(point.x), Self.number(point.y))
    text +=
      "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(Self.number(style.size))\" fill=\"\(colour(style.ink))\""
    if style.anchor != .start { text += " text-anchor=\"\(style.anchor.rawValue)\"" }
    if style.isBold { text += " font-weight=\"bold\"" }
    if style.isUpright { text += " transform=\"rotate(-90 \(x) \(y))\"" }
    text += ">\(Self.escaped(string))</text>\n"
  }

  private mutating func close(_ element: String, _ mark: Mark?) {
    guard let mark else {
      text += "/>\n"
      return
    }
    if let key = mark.key { text += " data-key=\"\(Self.escaped(key))\"" }
    text += "><title>\(Self.escaped(mark.note))</title></\(element)>\n"
  }

  private func colour(_ ink: Ink) -> String {
    guard theme == .page, let property = ink.property else { return ink.onPaper.hexadecimal }
    return "var(\(property))"
  }

  private static func list(_ points: [Point]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// At most two digits behind the point: a hundredth of a pixel is enough.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    guard !hundredths.isMultiple(of: 100) else { return String(hundredths / 100) }
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let digits = rest.isMultiple(of: 10) ? String(rest / 10) : rest < 10 ? "0\(rest)" : String(rest)
    return "\(sign)\(whole).\(digits)"
  }

  /// Text for XML: the five reserved characters replaced, control characters that XML 1.0 forbids left out.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{FFFE}", "\u{FFFF}": break
      default: if scalar.value >= 0x20 { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
