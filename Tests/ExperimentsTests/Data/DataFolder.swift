import Foundation
import Glibc

@testable import Experiments

/// Builds data folders on the disk, and catalogues without one.
enum DataFolder {
  /// Writes empty files at paths below a folder, and the folders above them.
  static func write(_ paths: [String], in folder: TemporaryFolder) throws {
    for path in paths { try write([], to: path, in: folder) }
  }

  static func write(_ bytes: [UInt8], to path: String, in folder: TemporaryFolder) throws {
    let whole = folder.path + "/" + path
    try FileManager.default.createDirectory(
      atPath: FilePath.folder(of: whole), withIntermediateDirectories: true)
    // Not through URL, which may normalise the name.
    let file = try FileDescriptor(path: whole, flags: O_WRONLY | O_CREAT | O_TRUNC)
    try file.write(unsafe bytes.span.bytes)
  }

  /// A catalogue of classes and the names of their clips, without a folder.
  static func catalogue(
    _ classes: [(name: String, clips: [String])], pattern: String = RecordingPattern.standard
  ) throws -> Catalogue {
    var builder = CatalogueBuilder(folder: "/data", pattern: try RecordingPattern(pattern))
    for (name, clips) in classes.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      builder.addClass(
        name,
        entries: clips.map {
          FolderListing.Entry(
            name: Array($0.utf8), kind: .file, size: 1, modified: 0,
            identity: FolderListing.Identity(device: 0, inode: 0), failure: nil)
        })
    }
    return builder.finish()
  }

  /// Clips `<name>_<recording>_<slice>.wav`, with as many slices in each recording as given.
  static func clips(_ name: String, slices: [Int]) -> [String] {
    slices.enumerated().flatMap { recording, count in
      (0..<count).map { "\(name)_\(recording)_\($0).wav" }
    }
  }
}
