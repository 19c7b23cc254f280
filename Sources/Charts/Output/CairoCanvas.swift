internal import CCairo

/// A picture that Cairo draws on; it alone holds Cairo's handles.
@safe
struct CairoCanvas: ~Copyable {
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
    let surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, CInt(columns), CInt(rows))
    let context = unsafe cairo_create(surface)
    guard let surface = unsafe surface, let context = unsafe context else {
      throw Self.failure(CAIRO_STATUS_NO_MEMORY)
    }
    let status = unsafe cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else {
      unsafe cairo_destroy(context)
      unsafe cairo_surface_destroy(surface)
      throw Self.failure(status)
    }
    unsafe cairo_scale(context, scale, scale)
    unsafe (self.surface, self.context) = (surface, context)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// Draws a shape over what is there.
  func add(_ shape: Shape) {
    switch shape {
    case .path(let points, let stroke):
      trace(points)
      use(stroke.ink, opacity: 1)
      unsafe cairo_set_line_width(context, stroke.width)
      unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      let dashes = stroke.isDashed ? [5.0, 4.0] : []
      unsafe cairo_set_dash(context, dashes, CInt(dashes.count), 0)
      unsafe cairo_stroke(context)
    case .polygon(let points, let fill, let opacity):
      trace(points)
      use(fill, opacity: opacity)
      unsafe cairo_fill(context)
    case .rectangle(let area, let fill, _):
      unsafe cairo_rectangle(context, area.left, area.top, area.width, area.height)
      use(fill, opacity: 1)
      unsafe cairo_fill(context)
    case .dot(let centre, let radius, let fill, _):
      unsafe cairo_new_sub_path(context)
      unsafe cairo_arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
      use(fill, opacity: 1)
      unsafe cairo_fill(context)
    case .text(let text, let point, let style): add(text, point, style)
    }
  }

  /// The picture as a PNG file's bytes.
  func png() throws(ChartsError) -> [UInt8] {
    let bytes = ByteSink()
    unsafe cairo_surface_flush(surface)
    let status = unsafe cairo_surface_write_to_png_stream(
      surface,
      { sink, data, count in
        guard let sink = unsafe sink, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
        let bytes = unsafe Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue()
        unsafe bytes.append(UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(bytes).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(status) }
    return bytes.bytes
  }

  private func add(_ text: String, _ point: Point, _ style: TextStyle) {
    unsafe cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    unsafe cairo_set_font_size(context, style.size)
    use(style.ink, opacity: 1)
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, text, &extents)
    let share: Double =
      switch style.anchor {
      case .start: 0
      case .middle: 0.5
      case .end: 1
      }
    unsafe cairo_save(context)
    unsafe cairo_translate(context, point.x, point.y)
    if style.isUpright { unsafe cairo_rotate(context, -.pi / 2) }
    unsafe cairo_move_to(context, -share * extents.x_advance, 0)
    unsafe cairo_show_text(context, text)
    unsafe cairo_restore(context)
  }

  private func trace(_ points: [Point]) {
    unsafe cairo_new_path(context)
    for point in points { unsafe cairo_line_to(context, point.x, point.y) }
  }

  private func use(_ ink: Ink, opacity: Double) {
    let colour = ink.onPaper
    unsafe cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255, opacity)
  }

  private static func failure(_ status: cairo_status_t) -> ChartsError {
    let reason = unsafe String(cString: cairo_status_to_string(status))
    return ChartsError(found: "the picture could not be drawn: \(reason)", remedy: "Write .svg instead")
  }
}

/// Where Cairo's stream goes.
private final class ByteSink {
  var bytes: [UInt8] = []

  func append(_ buffer: UnsafeBufferPointer<UInt8>) { unsafe bytes.append(contentsOf: buffer) }
}
