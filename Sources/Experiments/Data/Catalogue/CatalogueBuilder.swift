/// Collects the folders and files of a scan and puts them into order.
struct CatalogueBuilder {
  private let folder: String
  private let pattern: RecordingPattern
  private var classes: [String] = []
  private var ignored = IgnoredFiles()
  private var problems: [FileProblem] = []
  private var refused: [FileProblem] = []
  private var unmatched = 0
  private var classOfName: [String: String] = [:]
  private var classOfFolder: [FolderListing.Identity: String] = [:]
  private var names = NameTable()
  private var recordingIDs = NameIndex()
  private var classStarts = [0]
  private var recordings: [Int32] = []
  private var sizes: [Int64] = []
  private var times: [Int64] = []

  init(folder: String, pattern: RecordingPattern) {
    self.folder = folder
    self.pattern = pattern
  }

  mutating func ignore(_ path: String) { ignored.add(path) }

  mutating func report(_ path: String, _ reason: String) {
    problems.append(FileProblem(path: path, reason: reason))
  }

  /// Notes a class folder that cannot be used.
  mutating func refuseClass(_ name: String, _ reason: String) {
    refused.append(FileProblem(path: name, reason: reason))
  }

  /// Adds the class whose folder this entry of `root` is, or notes why it cannot be used.
  mutating func addClass(_ folder: FolderListing.Entry, in root: String) {
    let shown = String(decoding: folder.name, as: UTF8.self)
    guard let name = String(validating: folder.name, as: UTF8.self) else {
      return refuseClass(shown, "the name is not UTF-8; rename the folder")
    }
    // Equal as text, though not in bytes: a composed and a decomposed umlaut.
    if let twin = classOfName[name] {
      return refuseClass(shown, "its name differs from that of '\(twin)' only in Unicode normalization")
    }
    if let same = classOfFolder[folder.identity] {
      return refuseClass(shown, "it is the same folder as '\(same)'")
    }
    do throws(FolderListing.Refusal) {
      var listing = try FolderListing(path: root + "/" + name)
      addClass(name, entries: try listing.visibleEntries())
      classOfName[name] = name
      classOfFolder[folder.identity] = name
    } catch {
      refuseClass(name, error.reason)
    }
  }

  /// Adds a class with the entries of its folder, in any order.
  mutating func addClass(_ name: String, entries: [FolderListing.Entry]) {
    classes.append(name)
    for entry in entries.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
      addEntry(entry, class: name)
    }
    classStarts.append(names.count)
  }

  private mutating func addEntry(_ entry: FolderListing.Entry, class className: String) {
    let path = className + "/" + String(decoding: entry.name, as: UTF8.self)
    guard let stemLength = AudioExtensions.stemLength(of: entry.name) else { return ignore(path) }
    if let failure = entry.failure { return report(path, failure) }
    guard entry.kind != .folder else { return ignore(path) }
    guard entry.kind == .file else { return report(path, "neither a file nor a folder") }
    guard let stem = String(validating: entry.name.prefix(stemLength), as: UTF8.self) else {
      return report(path, "the name is not UTF-8; rename the file")
    }
    let id = pattern.recording(in: stem)
    if id == nil { unmatched += 1 }
    names.append(entry.name)
    recordings.append(Int32(recordingIDs.index(of: (id ?? stem).utf8)))
    sizes.append(entry.size)
    times.append(entry.modified)
  }

  /// The catalogue of everything added.
  func finish() -> Catalogue {
    Catalogue(
      folder: folder, manifest: nil, recordingPattern: pattern, classes: classes, ignored: ignored,
      refusedClasses: refused,
      problems: problems, unmatchedClips: unmatched, names: names, recordingNames: recordingIDs.names,
      classStarts: classStarts,
      recordings: recordings, sizes: sizes, times: times)
  }
}
