internal import CCairo

/// A picture that Cairo draws on; it alone holds Cairo's handles.
@safe
struct CairoCanvas: ~Copyable {
  private let cairo: CairoFunctions
  private let surface: OpaquePointer
  private let context: OpaquePointer

  /// A picture of a size in points.
  init(width: Double, height: Double, scale: Double) throws(ChartsError) {
    let (columns, rows) = ((width * scale).rounded(.up), (height * scale).rounded(.up))
    guard columns >= 1, rows >= 1, columns <= 32_767, rows <= 32_767 else {
      throw ChartsError(
        found: "a picture of \(columns) × \(rows) pixels, where PNG output goes up to 32767 × 32767",
        remedy: "Take a smaller --scale, or write .svg")
    }
    let cairo = try CairoLibrary.loaded.get()
    let surface = cairo.image_surface_create(CAIRO_FORMAT_RGB24, CInt(columns), CInt(rows))
    let context = unsafe cairo.create(surface)
    guard let surface = unsafe surface, let context = unsafe context else {
      throw Self.failure(CAIRO_STATUS_NO_MEMORY, cairo)
    }
    let status = unsafe cairo.status(context)
    guard status == CAIRO_STATUS_SUCCESS else {
      unsafe cairo.destroy(context)
      unsafe cairo.surface_destroy(surface)
      throw Self.failure(status, cairo)
    }
    unsafe cairo.scale(context, scale, scale)
    unsafe (self.cairo, self.surface, self.context) = (cairo, surface, context)
  }

  deinit {
    unsafe cairo.destroy(context)
    unsafe cairo.surface_destroy(surface)
  }

  /// Draws a shape over what is there.
  func add(_ shape: Shape) {
    switch shape {
    case .path(let points, let stroke):
      trace(points)
      use(stroke.ink, opacity: 1)
      unsafe cairo.set_line_width(context, stroke.width)
      unsafe cairo.set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      let dashes = stroke.isDashed ? [5.0, 4.0] : []
      unsafe cairo.set_dash(context, dashes, CInt(dashes.count), 0)
      unsafe cairo.stroke(context)
    case .polygon(let points, let fill, let opacity):
      trace(points)
      use(fill, opacity: opacity)
      unsafe cairo.fill(context)
    case .rectangle(let area, let fill, _):
      unsafe cairo.rectangle(context, area.left, area.top, area.width, area.height)
      use(fill, opacity: 1)
      unsafe cairo.fill(context)
    case .dot(let centre, let radius, let fill, _):
      unsafe cairo.new_sub_path(context)
      unsafe cairo.arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
      use(fill, opacity: 1)
      unsafe cairo.fill(context)
    case .text(let text, let point, let style): add(text, point, style)
    }
  }

  /// The picture as a PNG file's bytes.
  func png() throws(ChartsError) -> [UInt8] {
    let bytes = ByteSink()
    unsafe cairo.surface_flush(surface)
    let status = unsafe cairo.surface_write_to_png_stream(
      surface,
      { sink, data, count in
        guard let sink = unsafe sink, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
        let bytes = unsafe Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue()
        unsafe bytes.append(UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(bytes).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(status, cairo) }
    return bytes.bytes
  }

  private func add(_ text: String, _ point: Point, _ style: TextStyle) {
    unsafe cairo.select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    unsafe cairo.set_font_size(context, style.size)
    use(style.ink, opacity: 1)
    var extents = cairo_text_extents_t()
    unsafe cairo.text_extents(context, text, &extents)
    let share: Double =
      switch style.anchor {
      case .start: 0
      case .middle: 0.5
      case .end: 1
      }
    unsafe cairo.save(context)
    unsafe cairo.translate(context, point.x, point.y)
    if style.isUpright { unsafe cairo.rotate(context, -.pi / 2) }
    unsafe cairo.move_to(context, -share * extents.x_advance, 0)
    unsafe cairo.show_text(context, text)
    unsafe cairo.restore(context)
  }

  private func trace(_ points: [Point]) {
    unsafe cairo.new_path(context)
    for point in points { unsafe cairo.line_to(context, point.x, point.y) }
  }

  private func use(_ ink: Ink, opacity: Double) {
    let colour = ink.onPaper
    unsafe cairo.set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255, opacity)
  }

  private static func failure(_ status: cairo_status_t, _ cairo: CairoFunctions) -> ChartsError {
    let reason =
      unsafe cairo.status_to_string(status).map { unsafe String(cString: $0) } ?? "status \(status.rawValue)"
    return ChartsError(found: "the picture could not be drawn: \(reason)", remedy: "Write .svg instead")
  }
}

/// Where Cairo's stream goes.
private final class ByteSink {
  var bytes: [UInt8] = []

  func append(_ buffer: UnsafeBufferPointer<UInt8>) { unsafe bytes.append(contentsOf: buffer) }
}
