internal import Foundation
internal import Glibc

/// The folder of a demo data set: whose it is, and how far it has come.
///
/// `demo.json` holds the settings from the first moment on, so that an unfinished set is known again.
struct DemoFolder {
  /// What `demo.json` holds.
  struct Record: Codable, Hashable {
    /// Raised when the same settings begin to give other sounds.
    static let currentVersion = 1

    var generator = "jx data demo"
    var version = Record.currentVersion
    var isComplete = false
    var settings: DemoData
  }

  private let path: String
  private let settings: DemoData
  private var recordPath: String { path + "/demo.json" }

  init(path: String, settings: DemoData) throws(ExperimentError) {
    self.path = path
    self.settings = settings
  }

  /// Makes the folder, or makes sure that it holds this very set.
  func prepare() throws(ExperimentError) {
    try DemoFolder.make(path)
    if let data = FileManager.default.contents(atPath: recordPath) {
      try requireSame(data)
    } else {
      try requireEmpty()
      try checkRoom()
    }
    try write(Record(settings: settings))
    try AtomicFile.write(readme, to: path + "/README.md")
  }

  /// Notes that every clip is there.
  func finish() throws(ExperimentError) {
    var record = Record(settings: settings)
    record.isComplete = true
    try write(record)
  }

  private func requireSame(_ data: Data) throws(ExperimentError) {
    guard let record = try? JSONDecoder().decode(Record.self, from: data) else {
      throw ExperimentError(
        .invalidData, found: "'\(recordPath)' is not the record of a demo data set",
        expected: "an empty folder or an unfinished demo", remedy: "choose another folder")
    }
    guard record.settings == settings, record.version == Record.currentVersion else {
      throw ExperimentError(
        .invalidData,
        found:
          "'\(path)' holds demo data of other settings (\(record.settings.summary), version \(record.version))",
        expected: "\(settings.summary), version \(Record.currentVersion)",
        remedy: "choose another folder, or delete this one first")
    }
  }

  private func requireEmpty() throws(ExperimentError) {
    do throws(FolderListing.Refusal) {
      var listing = try FolderListing(path: path)
      // A first demo.json that was never finished may be left of an earlier try.
      while let entry = try listing.next() {
        let name = String(decoding: entry.name, as: UTF8.self)
        if name == "demo.json.tmp" { continue }
        throw FolderListing.Refusal(errno: ENOTEMPTY)
      }
    } catch {
      guard error.code == ENOTEMPTY else { throw SystemFailure.error(number: error.code, "listed", path) }
      throw ExperimentError(
        .invalidData, found: "the folder '\(path)' is not empty",
        expected: "a new or empty folder, or an unfinished demo", remedy: "choose another folder")
    }
  }

  private func checkRoom() throws(ExperimentError) {
    guard let free = SystemFailure.freeByteCount(near: recordPath), free < settings.byteCount else { return }
    throw ExperimentError(
      .inputOutput, found: "\(free >> 20) MiB are free for '\(path)'",
      expected: "\(settings.byteCount >> 20) MiB for \(settings.clipCount) clips",
      remedy: "free some space, choose another folder, or ask for fewer or shorter clips")
  }

  private func write(_ record: Record) throws(ExperimentError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      let data = try encoder.encode(record)
      try AtomicFile.write([UInt8](data) + [0x0a], to: recordPath)
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.inputOutput, found: "'\(recordPath)' could not be encoded: \(error)")
    }
  }

  private var readme: String {
    """
    # Synthetic bird song

    None of this was ever sung: `jx data demo` computed it. The species are invented (every genus begins with "Demo");
    do not use the clips as recordings of birds. Free of rights.

    \(settings.summary)

    Clips are `<Genus_species>/<Genus_species>_<recording>_<slice>.wav`, mono, 16 bits, \(DemoData.sampleRate) Hz. Slices of
    one recording share the bird, the distance, the background and the gain. The same settings give the same files.

    """
  }

  /// Makes a file appear whole; without waiting for the disk, since a lost clip is made again.
  static func place(_ bytes: [UInt8], at path: String) throws(ExperimentError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let hidden = parts.dropLast().joined(separator: "/") + "/." + (parts.last ?? "") + ".tmp"
    do throws(ExperimentError) {
      let file = try FileDescriptor(path: hidden, flags: O_WRONLY | O_CREAT | O_TRUNC)
      try file.write(unsafe bytes.span.bytes)
    } catch {
      unsafe unlink(hidden)
      throw error
    }
    guard unsafe rename(hidden, path) == 0 else { throw SystemFailure.error("renamed", hidden) }
  }

  /// Makes a folder and those above it; nothing happens if it is there.
  static func make(_ path: String) throws(ExperimentError) {
    if unsafe mkdir(path, 0o755) == 0 { return }
    var reason = errno
    let parent = FilePath.folder(of: path)
    if reason == ENOENT, !path.isEmpty, parent != path {
      try make(parent)
      if unsafe mkdir(path, 0o755) == 0 { return }
      reason = errno
    }
    var status = stat()
    if reason == EEXIST, unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw SystemFailure.error(number: reason, "made a folder", path)
  }

  /// The size of the file at a path; `nil` if there is none.
  static func byteCount(of path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Int(status.st_size)
  }
}
