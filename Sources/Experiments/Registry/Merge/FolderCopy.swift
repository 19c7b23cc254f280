internal import Foundation
internal import Glibc

/// Copies a run's folder to another registry and waits until it is on the disk.
///
/// Files that never change once they have their name, snapshots and predictions, become a second name of the same bytes
/// where the file system can do that.
struct FolderCopy {
  /// Whether everything is copied.
  let isSharingNothing: Bool
  let isCancelled: () -> Bool
  /// Told of bytes that were copied or shared.
  let progress: (_ copied: Int, _ shared: Int) -> Void

  private static let unchanging = [SnapshotFormat.folder, RunFiles.predictions]

  /// The files that a copy takes: regular ones, without what a stopped write left.
  static func files(in folder: String) -> [FolderContents.File] {
    FolderContents(of: folder).files.filter { !$0.path.hasSuffix(".tmp") }
  }

  /// - Throws: ``ExperimentError/Code/inputOutput``, ``ExperimentError/Code/interrupted``.
  func copy(from source: String, to target: String) throws(ExperimentError) {
    try FileTree.makeFolder(target)
    var folders: Set<String> = [target]
    for file in Self.files(in: source) {
      let path = target + "/" + file.path
      if folders.insert(FilePath.folder(of: path)).inserted {
        try FileTree.makeFolder(FilePath.folder(of: path))
      }
      let isUnchanging = Self.unchanging.contains { file.path.hasPrefix($0 + "/") }
      let from = source + "/" + file.path
      if isUnchanging, !isSharingNothing, unsafe link(from, path) == 0 {
        progress(0, FolderContents.byteCount(ofFile: path))
      } else {
        try copy(file: from, to: path)
      }
    }
    for folder in folders { try FileDescriptor.synchronize(folder: folder) }
  }

  private func copy(file source: String, to target: String) throws(ExperimentError) {
    let input = try FileDescriptor(reading: source)
    let output = try FileDescriptor(path: target, flags: O_WRONLY | O_CREAT | O_TRUNC)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      guard !isCancelled() else {
        throw ExperimentError(
          .interrupted, found: "the merge was interrupted", remedy: "Run it again to go on.")
      }
      let count = try input.read(into: &buffer)
      if count == 0 { break }
      try output.write(unsafe buffer.span.extracting(0..<count).bytes)
      progress(count, 0)
    }
    try output.synchronize()
  }
}
