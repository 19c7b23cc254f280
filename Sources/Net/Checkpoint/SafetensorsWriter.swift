/// Writes a safetensors file of single-precision tensors piece by piece, holding one tensor at a time.
///
/// With other types it makes the header, behind which the tensors' bytes follow in order.
///
/// The header is padded to a multiple of 8 bytes, so that a mapped file's tensors are aligned. Tensors stand in the
/// order given, metadata in the order of its keys: the same input gives the same bytes.
public struct SafetensorsWriter: Sendable {
  /// The tensors, in the order in which they are written.
  public let tensors: [ParameterShape]
  /// The size of the whole file.
  public let byteCount: Int

  /// The bytes before the first tensor.
  let header: [UInt8]
  private let elements: [TensorElement]

  /// A writer for tensors of given names and shapes.
  ///
  /// - Parameters:
  ///   - tensors: names and shapes, in the order in which they are written.
  ///   - elements: the type of each; nil for single precision.
  ///   - metadata: free strings.
  /// - Throws: ``NetError/Code/shapeMismatch`` for two tensors of one name or one called `__metadata__`.
  public init(
    tensors: [ParameterShape], elements: [TensorElement]? = nil, metadata: [String: String] = [:]
  ) throws(NetError) {
    let elements = elements ?? tensors.map { _ in .float32 }
    precondition(elements.count == tensors.count, "\(elements.count) types for \(tensors.count) tensors")
    guard Set(tensors.map(\.name)).union(["__metadata__"]).count == tensors.count + 1 else {
      throw NetError(
        .shapeMismatch, found: "two tensors of one name, or one called __metadata__",
        expected: "different names")
    }
    self.tensors = tensors
    self.elements = elements
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
      }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for (tensor, element) in zip(tensors, elements) {
      let end = offset + tensor.count * element.byteCount
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\"\(element.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var text = Array("{\(entries.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    guard text.count <= SafetensorsHeader.maximumByteCount else {
      throw NetError(
        .unsupported, found: "a header of \(text.count) bytes",
        expected: "at most \(SafetensorsHeader.maximumByteCount)")
    }
    let length = UInt64(text.count)
    header = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
    byteCount = header.count + offset
  }

  /// Writes the file's bytes, first to last, to a sink that may store and hash them.
  ///
  /// Memory: one buffer of the largest tensor.
  ///
  /// - Parameters:
  ///   - sink: called with pieces of at most 1 MiB.
  ///   - fill: called for each tensor in order; fills all its values.
  /// - Throws: what the two closures throw.
  public func write(
    to sink: (RawSpan) throws -> Void, fill: (ParameterShape, inout MutableSpan<Float>) throws -> Void
  ) throws {
    precondition(
      elements.allSatisfy { $0 == .float32 }, "values of single precision for tensors of other types")
    try send(unsafe header.span.bytes, to: sink)
    var values = [Float](repeating: 0, count: tensors.map(\.count).max() ?? 0)
    for tensor in tensors {
      try unsafe values.withUnsafeMutableBufferPointer { buffer in
        var part = unsafe buffer.extracting(0..<tensor.count).mutableSpan
        try fill(tensor, &part)
      }
      try send(unsafe values.span.extracting(0..<tensor.count).bytes, to: sink)
    }
  }

  /// Writes the file's bytes, first to last, from tensors whose bytes are at hand.
  ///
  /// - Parameters:
  ///   - sink: called with pieces of at most 1 MiB.
  ///   - bytes: called for each tensor in order; returns its bytes, little-endian.
  /// - Throws: what the closures throw.
  public func write(
    to sink: (RawSpan) throws -> Void, bytes: (ParameterShape) throws -> [UInt8]
  ) throws {
    try send(unsafe header.span.bytes, to: sink)
    for (tensor, element) in zip(tensors, elements) {
      let values = try bytes(tensor)
      let expected = tensor.count * element.byteCount
      precondition(
        values.count == expected, "\(values.count) bytes for \(tensor.name), which has \(expected)")
      try send(unsafe values.span.bytes, to: sink)
    }
  }

  /// Pieces that stay in the second-level cache between the sink's hash and its write.
  private func send(_ bytes: RawSpan, to sink: (RawSpan) throws -> Void) throws {
    let size = 1 << 20
    for start in stride(from: 0, to: bytes.byteCount, by: size) {
      try sink(bytes.extracting(start..<min(start + size, bytes.byteCount)))
    }
  }

  /// A JSON string with the escapes of the reference implementation.
  private static func quoted(_ text: String) -> String {
    let short: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "\u{8}": "\\b", "\t": "\\t", "\n": "\\n", "\u{c}": "\\f", "\r": "\\r",
    ]
    var result = "\""
    for scalar in text.unicodeScalars {
      if let escape = short[scalar] {
        result += escape
      } else if scalar.value < 0x20 {
        result += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
