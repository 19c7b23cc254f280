/// Reads NumPy's archives of arrays: a zip archive with a member `<name>.npy` for each.
final class NPZReader: CheckpointReader {
  let variables: [CheckpointVariable]
  private let arrays: [(member: ZipArchive.Member, header: ArrayHeader)]
  private let archive: ZipArchive
  private let source: any ByteSource

  /// Reads the directory and the header of each array.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` for a damaged archive or one that holds anything but arrays.
  init(_ source: any ByteSource) throws(NetError) {
    self.source = source
    archive = try ZipArchive(source)
    var arrays: [(name: String, member: ZipArchive.Member, header: ArrayHeader)] = []
    for member in archive.members {
      guard member.path.hasSuffix(".npy") else {
        throw source.malformed("member '\(member.path)'", expected: "NumPy arrays, .npy, and nothing else")
      }
      let name = String(member.path.dropLast(4))
      arrays.append((name, member, try Self.header(of: member, name: name, in: archive, source)))
    }
    arrays.sort { $0.member.data.lowerBound < $1.member.data.lowerBound }
    self.arrays = arrays.map { ($0.member, $0.header) }
    variables = arrays.map { name, _, header in
      CheckpointVariable(
        shape: ParameterShape(name: name, shape: header.shape), element: header.element,
        typeName: header.typeName)
    }
  }

  func forEachPiece(
    of index: Int, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError) {
    let (member, header) = arrays[index]
    guard let width = header.element?.byteCount else { preconditionFailure("\(member.path) has no numbers") }
    var position = 0
    var rest: [UInt8] = []
    try archive.forEachPiece(of: member) { piece throws(NetError) in
      let skipped = min(max(header.byteCount - position, 0), piece.byteCount)
      position += piece.byteCount
      let elements = piece.extracting(skipped..<piece.byteCount)
      if rest.isEmpty, elements.byteCount % width == 0 { return try body(elements) }
      // The header's length is no multiple of the elements': a piece may end within one.
      unsafe elements.withUnsafeBytes { unsafe rest.append(contentsOf: $0) }
      let whole = rest.count / width * width
      try body(unsafe rest.span.extracting(0..<whole).bytes)
      rest.removeFirst(whole)
    }
  }

  private static func header(
    of member: ZipArchive.Member, name: String, in archive: ZipArchive, _ source: any ByteSource
  ) throws(NetError) -> ArrayHeader {
    let beginning = try archive.beginning(of: member, atMost: ArrayHeader.largest)
    let header = try ArrayHeader(unsafe beginning.span.bytes, name: name, of: source)
    let count = try VariableShape.count(header.shape, name: name, of: source)
    let bytes = header.byteCount + count * (header.element?.byteCount ?? 0)
    guard header.element == nil || bytes == member.byteCount else {
      throw source.malformed(
        "array '\(name)' of \(member.byteCount) bytes", expected: "\(bytes), as its shape says")
    }
    return header
  }
}
