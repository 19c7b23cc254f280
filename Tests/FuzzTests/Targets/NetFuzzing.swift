import Foundation

@testable import Net

/// The readers of `Net` under hostile bytes.
enum NetFuzzing {
  /// Reads all that a target finds in the bytes; returns how many bytes came out.
  static func exercise(_ target: FuzzTarget, _ bytes: [UInt8]) -> Int {
    let source = BytesInMemory(bytes)
    do throws(NetError) {
      switch target {
      case .v1: return try readAll(TensorFlowV1Reader(TableFile(ChecksumRepair.repaired(bytes))))
      case .v2:
        let data = BytesInMemory([UInt8](repeating: 0, count: 4096))
        return try readAll(
          TensorFlowV2Reader(ChecksumRepair.repaired(bytes)) { number, count throws(NetError) in
            guard count <= 8 else { throw source.malformed("\(number) of \(count) files that are not there") }
            return data
          })
      case .table:
        var count = 0
        try TableFile(source).forEachEntry("all") { key, value in count += key.count + value.byteCount }
        return count
      case .block:
        return try TableBlock(unsafe bytes.span.bytes, of: source).keys.reduce(0) { $0 + $1.count }
      case .snappy: return try Snappy.decompress(unsafe bytes.span.bytes, of: source).count
      case .protobuf: return messages(bytes, source)
      case .tar: return try readAll(ArchivedCheckpoint(TarArchive(source), name: "fuzz.tar").reader)
      case .gzip: return try read(GzipSource(source))
      case .npz: return try readAll(NPZReader(source))
      case .safetensors: return try safetensors(bytes)
      case .pickle, .yaml: return 0
      }
    } catch {
      return 0
    }
  }

  private static func readAll(_ reader: any CheckpointReader) throws(NetError) -> Int {
    var count = 0
    for (index, variable) in reader.variables.enumerated() where variable.element != nil {
      // One variable that is damaged does not keep from the next.
      try? reader.forEachPiece(of: index) { count += $0.byteCount }
    }
    return count
  }

  private static func read(_ source: any ByteSource) throws(NetError) -> Int {
    var count = 0
    try source.forEachPiece(0..<source.byteCount) { count += $0.byteCount }
    return count
  }

  private static func messages(_ bytes: [UInt8], _ source: BytesInMemory) -> Int {
    let span = unsafe bytes.span.bytes
    _ = try? TensorFlowV1Metadata(span, of: source)
    _ = try? BundleEntry(span, name: "x", of: source)
    _ = try? TensorSlice(0..<bytes.count, in: span, of: source)
    var count = 0
    for type in 1...25 {
      var reader = TensorProtoReader(0..<bytes.count, type: TensorFlowType(number: type), of: source)
      _ = try? reader.forEachPiece(in: span, atMost: bytes.count) { count += $0.byteCount }
    }
    return count / 25
  }

  /// Through a file: the reader maps what it reads.
  private static func safetensors(_ bytes: [UInt8]) throws(NetError) -> Int {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "jx-fuzz-\(ProcessInfo.processInfo.processIdentifier).safetensors"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return 0 }
    return try readAll(SafetensorsReader(path: path))
  }
}
