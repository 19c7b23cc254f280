/// Reads a safetensors file as a checkpoint.
final class SafetensorsReader: CheckpointReader {
  let variables: [CheckpointVariable]
  private let file: SafetensorsFile

  /// Opens a file; throws what ``SafetensorsFile/init(path:)`` throws.
  init(path: String) throws(NetError) {
    file = try SafetensorsFile(path: path)
    variables = file.tensors.map {
      CheckpointVariable(shape: $0.shape, element: $0.element, typeName: $0.element.plainName)
    }
  }

  func forEachPiece(
    of index: Int, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    try file.withBytes(of: file.tensors[index]) { bytes throws(NetError) in
      if bytes.byteCount > 0 { try body(bytes) }
    }
  }
}
