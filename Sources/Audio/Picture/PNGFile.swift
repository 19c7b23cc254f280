internal import CPNG

/// Writes a canvas as PNG through libpng's simplified interface, which reports errors instead of jumping.
enum PNGFile {
  /// Writes a picture, atomically.
  ///
  /// - Throws: ``AudioError/Code/writeFailed``.
  static func write(_ canvas: Canvas, to path: String) throws(AudioError) {
    var file = AtomicFile(path: path)
    try file.write(encoded(canvas, file))
    try file.commit()
  }

  private static func encoded(_ canvas: Canvas, _ file: borrowing AtomicFile) throws(AudioError) -> [UInt8] {
    var image = unsafe png_image()
    unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
    unsafe image.width = png_uint_32(canvas.width)
    unsafe image.height = png_uint_32(canvas.height)
    unsafe image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    var byteCount: png_alloc_size_t = 0
    guard
      unsafe png_image_write_to_memory(&image, nil, &byteCount, 0, canvas.bytes, 0, nil) != 0
    else { throw unsafe file.failure(message(of: image)) }
    var bytes = [UInt8](repeating: 0, count: Int(byteCount))
    guard
      unsafe png_image_write_to_memory(&image, &bytes, &byteCount, 0, canvas.bytes, 0, nil) != 0
    else { throw unsafe file.failure(message(of: image)) }
    bytes.removeLast(bytes.count - Int(byteCount))
    return bytes
  }

  private static func message(of image: png_image) -> String {
    unsafe withUnsafeBytes(of: image.message) { buffer in
      unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
