internal import Foundation
internal import Net

/// The files that embeddings are written as.
public enum EmbeddingFile: String, Sendable, Hashable, CaseIterable {
  /// NumPy's array `[n, count]`, and beside it `<name>.index.csv` with file, start and end of each row.
  case npy
  /// A line for each row: file, start, end, values.
  case csv
  /// The arrays of ``EmbeddingTable``; the files' paths as JSON in the metadata under `files`.
  case safetensors
  /// The arrays of ``EmbeddingTable``, and beside it `<name>.index.csv`.
  case npz

  /// The form that a path asks for by its ending; nil for another ending.
  public init?(path: String) {
    guard let form = Self.allCases.first(where: { path.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = form
  }

  /// Writes a table; each file appears whole or not at all.
  ///
  /// - Parameters:
  ///   - table: the embeddings.
  ///   - path: the file.
  ///   - metadata: free strings for the forms that have room for them, which is safetensors.
  /// - Returns: the files, the one at `path` last.
  /// - Throws: ``ExperimentError`` if they can't be written.
  func write(_ table: EmbeddingTable, to path: String, metadata: [String: String]) throws -> [String] {
    let indexPath = String(path.dropLast(rawValue.count)) + "index.csv"
    switch self {
    case .csv:
      try Self.writeCSV(table, to: path)
      return [path]
    case .npy:
      try Self.writeIndex(table, to: indexPath)
      try Self.writeNPY(table, to: path)
      return [indexPath, path]
    case .npz:
      try Self.writeIndex(table, to: indexPath)
      return [indexPath] + (try CheckpointFile.write(table, as: .npz, to: path).paths)
    case .safetensors:
      let files = try JSONEncoder().encode(table.files)
      let all = metadata.merging(["files": String(decoding: files, as: UTF8.self)]) { $1 }
      return try CheckpointFile.write(table, as: .safetensors, to: path, metadata: all).paths
    }
  }

  private static func writeNPY(_ table: EmbeddingTable, to path: String) throws {
    var file = try AtomicFile(path: path)
    try table.writeNPY("embeddings") { try file.write($0) }
    try file.commit()
  }

  private static func writeIndex(_ table: EmbeddingTable, to path: String) throws {
    var file = try AtomicFile(path: path)
    var text = Array(CSVText.line(["file", "start_seconds", "end_seconds"]).utf8)
    for place in table.places {
      text += CSVText.line(fields(of: place, table)).utf8
      if text.count > 1 << 16 { try flush(&text, to: &file) }
    }
    try flush(&text, to: &file)
    try file.commit()
  }

  private static func writeCSV(_ table: EmbeddingTable, to path: String) throws {
    var file = try AtomicFile(path: path)
    let columns = ["file", "start_seconds", "end_seconds"] + (0..<table.count).map { "e\($0)" }
    var text = Array(CSVText.line(columns).utf8)
    var places = table.places
    let rowBytes = table.count * table.element.byteCount
    try table.forEachPiece { piece in
      for start in stride(from: 0, to: piece.byteCount, by: rowBytes) {
        guard let place = places.next() else { preconditionFailure("more values than rows") }
        let row = piece.extracting(start..<(start + rowBytes))
        text += CSVText.line(fields(of: place, table) + values(row, table)).utf8
        if text.count > 1 << 16 { try flush(&text, to: &file) }
      }
    }
    try flush(&text, to: &file)
    try file.commit()
  }

  private static func fields(of place: EmbeddingPlaces.Place, _ table: EmbeddingTable) -> [String] {
    [table.files[place.file], "\(place.startSeconds)", "\(place.endSeconds)"]
  }

  private static func values(_ row: RawSpan, _ table: EmbeddingTable) -> [String] {
    (0..<table.count).map { index in
      table.element == .uint8
        ? "\(unsafe row.unsafeLoad(fromByteOffset: index, as: UInt8.self))"
        : "\(unsafe row.unsafeLoadUnaligned(fromByteOffset: 4 * index, as: Float.self))"
    }
  }

  private static func flush(_ text: inout [UInt8], to file: inout AtomicFile) throws {
    try file.write(unsafe text.span.bytes)
    text.removeAll(keepingCapacity: true)
  }
}
