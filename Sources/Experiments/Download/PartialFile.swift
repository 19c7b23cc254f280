internal import Foundation
internal import Glibc

/// What has come of a file so far, `<path>.part`, and in `<path>.part.json` which version of which file it is the
/// beginning of.
///
/// Locked against other processes while the value lives. What is left of an interrupted download stays; a part without a
/// byte goes.
final class PartialFile {
  /// What the bytes are of.
  struct Origin: Codable, Hashable {
    var address: String
    var validator: String?
    var byteCount: Int?
  }

  /// Where the bytes are.
  let path: String
  /// How many there are.
  private(set) var byteCount: Int
  /// What they are of; nil if nothing is known.
  private(set) var origin: Origin?

  private let finalPath: String
  private let file: FileDescriptor
  private var originPath: String { path + ".json" }

  /// Opens what is there of a file, or begins it.
  ///
  /// - Throws: ``ExperimentError`` if it can't be written or another process is fetching it.
  init(of finalPath: String) throws(ExperimentError) {
    path = finalPath + ".part"
    self.finalPath = finalPath
    file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT | O_APPEND)
    byteCount = 0
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      throw ExperimentError(
        .inputOutput, found: "another process is fetching \(finalPath)", remedy: "Wait for it to end.")
    }
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0 else { throw SystemFailure.error("examined", path) }
    byteCount = Int(status.st_size)
    origin = FileManager.default.contents(atPath: path + ".json")
      .flatMap { try? JSONDecoder().decode(Origin.self, from: $0) }
  }

  deinit {
    if byteCount == 0 { removeFiles() }
  }

  /// Throws away what is there and begins anew.
  func restart(_ origin: Origin?) throws(ExperimentError) {
    guard ftruncate(file.number, 0) == 0 else { throw SystemFailure.error("emptied", path) }
    byteCount = 0
    self.origin = origin
    if let origin, let data = try? JSONEncoder().encode(origin) {
      try AtomicFile.write(Array(data), to: originPath)
    } else {
      unsafe unlink(originPath)
    }
  }

  /// Appends bytes.
  func append(_ bytes: RawSpan) throws(ExperimentError) {
    try file.write(bytes)
    byteCount += bytes.byteCount
  }

  /// Has the file appear under its name.
  func commit() throws(ExperimentError) {
    try file.synchronize()
    guard unsafe rename(path, finalPath) == 0 else { throw SystemFailure.error("renamed", path) }
    unsafe unlink(originPath)
    try FileDescriptor.synchronize(folder: FilePath.folder(of: finalPath))
  }

  private func removeFiles() {
    unsafe unlink(path)
    unsafe unlink(originPath)
  }
}
