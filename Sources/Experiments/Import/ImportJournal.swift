internal import Foundation
internal import Glibc

/// What an import has done so far, so that one that was stopped goes on: `.import` in the destination.
///
/// Lines of JSON, appended and never changed: first the settings, then one line for each recording whose clips are all in
/// place. Of several lines for one recording the last one counts; a line that a sudden end cut off does not.
struct ImportJournal: ~Copyable {
  static let fileName = ".import"
  private static let version = 1

  /// The first line.
  private struct Head: Codable, Hashable {
    var version: Int
    var source: String
    var settings: ImportSettings
  }

  /// A clip that was written.
  struct Clip: Codable, Hashable, Sendable {
    var className: String
    /// Below the destination.
    var path: String
    var byteCount: Int
    /// Seconds of the recording.
    var start: Double
    var end: Double
  }

  /// A recording that is done.
  struct Entry: Codable, Hashable, Sendable {
    var source: String
    var byteCount: Int64
    var modified: Int64
    /// The digest of the spans that were cut; empty for whole recordings.
    var spans: String
    var recording: String
    var recordingName: String
    /// See ``ImportSource/part``.
    var part: String
    var clips: [Clip]
  }

  private let path: String
  private let file: FileDescriptor
  private let lock: FileDescriptor
  /// What stays in memory of a recording's last line.
  struct Place: Sendable {
    fileprivate var offset: Int
    fileprivate var length: Int
    /// Its id.
    var recording: String
    /// See ``ImportSource/clipPrefix``.
    var clipPrefix: String
  }

  /// The recordings that have a line.
  private(set) var places: [String: Place]
  private var end: Int

  /// Opens the journal of a destination, or begins it.
  ///
  /// - Throws: ``ExperimentError`` if the folder holds something else, the import of another folder or of other settings, or
  ///   another process works on it.
  init(destination: String, source: String, settings: ImportSettings) throws(ExperimentError) {
    let path = destination + "/" + Self.fileName
    if unsafe access(path, F_OK) != 0 { try Self.requireEmpty(destination) }
    let lock = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT)
    let file = try FileDescriptor(path: path, flags: O_RDWR | O_APPEND)
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      throw ExperimentError(
        .inputOutput, found: "another process imports into '\(destination)'", expected: "one at a time",
        remedy: "wait for it, or stop it first")
    }
    let head = Head(version: Self.version, source: source, settings: settings)
    let lines = try Self.read(path, expecting: head, destination: destination)
    // What a sudden end left of a line.
    guard ftruncate(file.number, off_t(lines.end)) == 0 else { throw SystemFailure.error("shortened", path) }
    let first = lines.end == 0 ? try Self.line(head, path) : []
    if !first.isEmpty { try file.write(unsafe first.span.bytes) }
    self.path = path
    self.lock = lock
    self.file = file
    places = lines.places
    end = lines.end + first.count
  }

  /// The recordings of a journal and where its last whole line ends.
  private static func read(
    _ path: String, expecting head: Head, destination: String
  ) throws(ExperimentError) -> (places: [String: Place], end: Int) {
    let bytes = try FileDescriptor.readAll(path)
    var places: [String: Place] = [:]
    var start = 0
    while let stop = bytes[start...].firstIndex(of: 0x0a) {
      let line = Data(bytes[start..<stop])
      if start == 0 {
        guard let found = try? JSONDecoder().decode(Head.self, from: line), found.version == head.version
        else { throw ExperimentError(.invalidData, found: "a first line that is no import's", place: path) }
        guard found == head else { throw otherwise(found, head, destination) }
      } else if let entry = try? JSONDecoder().decode(Entry.self, from: line) {
        places[entry.source] = Place(entry, offset: start, length: stop - start)
      } else {
        throw ExperimentError(
          .invalidData, found: "a line that tells of no recording", place: path,
          remedy: "import into a new folder; the clips that are there stay")
      }
      start = stop + 1
    }
    return (places, start)
  }

  private static func otherwise(_ found: Head, _ head: Head, _ destination: String) -> ExperimentError {
    ExperimentError(
      .invalidData,
      found: found.source == head.source
        ? "'\(destination)' holds an import with other settings"
        : "'\(destination)' holds the import of '\(found.source)'",
      expected: "the same folder and settings, to go on with it", remedy: "name another destination")
  }

  private static func requireEmpty(_ destination: String) throws(ExperimentError) {
    do throws(FolderListing.Refusal) {
      var listing = try FolderListing(path: destination)
      guard try listing.next() == nil else { throw FolderListing.Refusal(errno: ENOTEMPTY) }
    } catch {
      guard error.code == ENOTEMPTY else {
        throw SystemFailure.error(number: error.code, "listed", destination)
      }
      throw ExperimentError(
        .invalidData, found: "the folder '\(destination)' is not empty and holds no import",
        expected: "a new or empty folder, or an import that was stopped", remedy: "name another destination")
    }
  }

  /// What was done of a recording; nil if nothing.
  func entry(of source: String) throws(ExperimentError) -> Entry? {
    guard let place = places[source] else { return nil }
    var bytes = [UInt8](repeating: 0, count: place.length)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(file.number, $0.baseAddress, $0.count, off_t(place.offset))
    }
    guard count == place.length, let entry = try? JSONDecoder().decode(Entry.self, from: Data(bytes)) else {
      throw ExperimentError(.inputOutput, found: "the line of '\(source)' can't be read again", place: path)
    }
    return entry
  }

  /// Notes a recording whose clips are all in place.
  mutating func append(_ entry: Entry) throws(ExperimentError) {
    let bytes = try Self.line(entry, path)
    do throws(ExperimentError) { try file.write(unsafe bytes.span.bytes) } catch {
      // Half a line would join the next one.
      _ = ftruncate(file.number, off_t(end))
      throw error
    }
    places[entry.source] = Place(entry, offset: end, length: bytes.count - 1)
    end += bytes.count
  }

  private static func line(_ value: some Encodable, _ path: String) throws(ExperimentError) -> [UInt8] {
    do { return [UInt8](try JSONEncoder().encode(value)) + [0x0a] } catch {
      throw ExperimentError(.inputOutput, found: "a line of '\(path)' can't be encoded: \(error)")
    }
  }
}

extension ImportJournal.Place {
  fileprivate init(_ entry: ImportJournal.Entry, offset: Int, length: Int) {
    self.init(
      offset: offset, length: length, recording: entry.recording,
      clipPrefix: entry.recordingName + "_" + entry.part)
  }
}
