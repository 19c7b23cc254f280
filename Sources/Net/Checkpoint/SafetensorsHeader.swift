/// The parsed and validated header of a safetensors file.
///
/// Layout (https://huggingface.co/docs/safetensors, "Format"):
///
///     8 bytes       N, the header's length: unsigned, little-endian
///     N bytes       JSON object, first byte `{`, padded behind with spaces
///     the rest      tensors, little-endian, row-major, each byte belonging to exactly one
///
/// The object's keys are tensor names, each with `dtype`, `shape` and `data_offsets` (begin and end, counted from the
/// end of the header), and `__metadata__`, which maps strings to strings.
struct SafetensorsHeader {
  /// The longest header that is read, as in the reference implementation.
  static let maximumByteCount = 100_000_000

  /// The tensors in the order of their bytes.
  let tensors: [SafetensorsTensor]
  /// The free strings of `__metadata__`.
  let metadata: [String: String]

  /// Parses a header and checks that the tensors fill `dataCount` bytes without gap or overlap.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` saying what is wrong with which tensor.
  init(parsing text: RawSpan, dataCount: Int) throws(NetError) {
    var parser = SafetensorsHeaderParser(text)
    let entries = try parser.parse()
    metadata = entries.metadata
    tensors = entries.tensors.sorted { left, right in
      (left.bytes.lowerBound, left.bytes.upperBound) < (right.bytes.lowerBound, right.bytes.upperBound)
    }
    var position = 0
    for tensor in tensors {
      try Self.checkSize(tensor)
      guard tensor.bytes.lowerBound == position else {
        throw NetError(
          .malformedFile, found: "tensor '\(tensor.shape.name)' begins at byte \(tensor.bytes.lowerBound)",
          expected: "byte \(position), where the tensor before it ends")
      }
      position = tensor.bytes.upperBound
    }
    guard position == dataCount else {
      throw NetError(
        .malformedFile, found: "\(dataCount) bytes behind the header",
        expected: "\(position), as its tensors say")
    }
  }

  private static func checkSize(_ tensor: SafetensorsTensor) throws(NetError) {
    var byteCount = tensor.element.byteCount
    for extent in tensor.shape.shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      guard !overflow else {
        throw NetError(
          .malformedFile, found: "tensor '\(tensor.shape.name)' of the absurd shape \(tensor.shape.shape)")
      }
      byteCount = product
    }
    guard byteCount == tensor.bytes.count else {
      throw NetError(
        .malformedFile, found: "\(tensor.bytes.count) bytes for tensor '\(tensor.shape.name)'",
        expected: "\(byteCount) for shape \(tensor.shape.shape) of \(tensor.element.rawValue)")
    }
  }
}
