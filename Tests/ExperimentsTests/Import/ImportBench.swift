import Audio
import Foundation

@testable import Experiments

/// A folder of recordings to import, and one to import to.
struct ImportBench {
  let folder: TemporaryFolder
  var source: String { folder.path + "/in" }
  var destination: String { folder.path + "/out" }

  init() throws {
    folder = try TemporaryFolder()
    try FileTree.makeFolder(folder.path + "/in")
  }

  /// Samples that differ everywhere: a slow ramp, exact in 16 bits.
  static func ramp(_ count: Int, from first: Int = 0) -> [Float] {
    (0..<count).map { Float(($0 + first) % 30_000) / 32_768 }
  }

  /// Writes a recording of so many seconds at 4 kHz.
  func write(_ path: String, seconds: Double, format: AudioWriter.Format = .wav) throws {
    let whole = source + "/" + path
    try FileManager.default.createDirectory(
      atPath: FilePath.folder(of: whole), withIntermediateDirectories: true)
    try AudioWriter.write(
      Clip(samples: Self.ramp(Int(seconds * 4000)), sampleRate: 4000), to: whole, format: format)
  }

  func write(text: String, to path: String) throws {
    let whole = source + "/" + path
    try FileManager.default.createDirectory(
      atPath: FilePath.folder(of: whole), withIntermediateDirectories: true)
    try AtomicFile.write(text, to: whole)
  }

  @discardableResult
  func run(
    _ settings: ImportSettings? = nil, threads: Int = 2,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> ImportReport {
    try DataImport(
      source: source, destination: destination, settings: settings ?? ImportSettings(length: 2)
    ).run(threads: threads, isCancelled: isCancelled)
  }

  /// The paths of all files in the destination but the journal.
  var files: [String] {
    ((FileManager.default.enumerator(atPath: destination)?.allObjects as? [String]) ?? [])
      .filter { $0.contains("/") }.sorted()
  }

  func samples(_ path: String) throws -> [Float] { try Clip.decode(path: destination + "/" + path).samples }

  func list(_ name: String) throws -> [[String]] {
    var reader = try CSVReader(path: destination + "/" + name)
    var rows: [[String]] = []
    while let record = try reader.next() { rows.append(record.fields) }
    return rows
  }
}
