extension ArrayHeader {
  /// The bytes of a header, padded so that the elements lie at a multiple of 64 bytes.
  ///
  /// - Throws: ``NetError/Code/unsupported`` for bfloat16, which NumPy does not have.
  static func bytes(_ shape: ParameterShape, _ element: TensorElement) throws(NetError) -> [UInt8] {
    guard let description = description(of: element) else {
      throw NetError(
        .unsupported, found: "variable '\(shape.name)' of \(element.plainName), which NumPy does not have",
        expected: "another type", remedy: "Convert to safetensors.")
    }
    let extents = shape.shape.map { "\($0)," }.joined(separator: " ")
    let tuple = shape.shape.count > 1 ? String(extents.dropLast()) : extents
    var text = Array("{'descr': '\(description)', 'fortran_order': False, 'shape': (\(tuple)), }".utf8)
    let fixed = 10
    while (fixed + text.count + 1) % 64 != 0 { text.append(UInt8(ascii: " ")) }
    text.append(UInt8(ascii: "\n"))
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 0xff), UInt8(text.count >> 8)] + text
  }

  private static func description(of element: TensorElement) -> String? {
    switch element {
    case .bool: "|b1"
    case .uint8: "|u1"
    case .int8: "|i1"
    case .uint16: "<u2"
    case .int16: "<i2"
    case .uint32: "<u4"
    case .int32: "<i4"
    case .uint64: "<u8"
    case .int64: "<i8"
    case .float16: "<f2"
    case .float32: "<f4"
    case .float64: "<f8"
    case .bfloat16: nil
    }
  }
}
