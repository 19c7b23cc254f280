/// All recordings and label files below a folder.
struct ImportWalk {
  /// The recordings, in the order of their paths.
  private(set) var sources: [ImportSource] = []
  /// Files that may hold labels, `.txt`, in the order of their paths.
  private(set) var labelFiles: [String] = []
  /// What can't be read or belongs nowhere.
  private(set) var problems: [ImportProblem] = []
  /// Files that are neither.
  private(set) var ignoredFiles = 0

  /// Endings of files that libsndfile does not read and ffmpeg may.
  private static let foreignEndings: Set<String> = [
    "mp4", "m4a", "m4b", "m4v", "mov", "aac", "wma", "webm", "mka", "mkv", "avi", "3gp", "amr", "ac3", "mp2",
    "mpga",
    "ape", "wv", "wmv", "flv",
  ]
  /// Deeper folders are a problem, not an endless walk.
  private static let deepest = 64

  private let root: String
  private let settings: ImportSettings

  /// Lists everything; links are followed, but never into a folder that holds them.
  ///
  /// - Parameter isCancelled: asked before each folder; true throws ``ExperimentError/Code/interrupted``.
  init(
    folder: String, settings: ImportSettings, isCancelled: () -> Bool
  ) throws(ExperimentError) {
    root = folder
    self.settings = settings
    do throws(FolderListing.Refusal) {
      let identity = try FolderListing(path: folder).identity()
      _ = identity
    } catch {
      throw ExperimentError(
        .missingFile,
        found: error.isMissing
          ? "there is no folder '\(folder)'" : "'\(folder)' cannot be listed: \(error.reason)",
        expected: "a folder with recordings")
    }
    try walk("", above: [], isCancelled)
    sources.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    labelFiles.sort()
    nameRecordings(try RecordingPattern(settings.recordingPattern))
  }

  private mutating func walk(
    _ path: String, above: [FolderListing.Identity], _ isCancelled: () -> Bool
  ) throws(ExperimentError) {
    guard !isCancelled() else {
      throw ExperimentError(.interrupted, found: "stopped while folders were listed")
    }
    var folders: [String] = []
    var identity: FolderListing.Identity
    do throws(FolderListing.Refusal) {
      var listing = try FolderListing(path: path.isEmpty ? root : root + "/" + path)
      identity = try listing.identity()
      guard !above.contains(identity) else { return report(path, "a link back to a folder above it") }
      guard above.count < Self.deepest else { return report(path, "more than \(Self.deepest) folders deep") }
      while let entry = try listing.next() {
        if entry.name.first == 0x2e { continue }
        if let folder = take(entry, in: path) { folders.append(folder) }
      }
    } catch {
      return report(path, error.reason)
    }
    for folder in folders.sorted() { try walk(folder, above: above + [identity], isCancelled) }
  }

  /// Notes a file; returns the path of a folder.
  private mutating func take(_ entry: FolderListing.Entry, in folder: String) -> String? {
    let shown = String(decoding: entry.name, as: UTF8.self)
    let path = folder.isEmpty ? shown : folder + "/" + shown
    guard String(validating: entry.name, as: UTF8.self) != nil else {
      report(path, "the name is not UTF-8; rename it")
      return nil
    }
    if entry.kind == .folder { return path }
    let ending = shown.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let isAudio =
      AudioExtensions.stemLength(of: entry.name) != nil
      || Self.foreignEndings.contains(ending) && shown.contains(".")
    if ending == "txt", settings.cutting == .labels, entry.kind == .file {
      labelFiles.append(path)
    } else if !isAudio {
      ignoredFiles += 1
    } else if let failure = entry.failure {
      report(path, failure)
    } else if entry.kind != .file {
      report(path, "neither a file nor a folder")
    } else {
      addSource(path, entry)
    }
    return nil
  }

  private mutating func addSource(_ path: String, _ entry: FolderListing.Entry) {
    var className: String?
    if settings.cutting == .recordings {
      let folder = path.contains("/") ? path.split(separator: "/").first.map(String.init) : settings.label
      guard let folder else {
        return report(path, "in no folder that says its class; --label names one")
      }
      guard let name = ClipNaming.sanitized(folder) else {
        return report(path, "the folder '\(folder)' has neither letter nor digit to name a class")
      }
      className = name
    }
    sources.append(
      ImportSource(path: path, byteCount: entry.size, modified: entry.modified, className: className))
  }

  private mutating func report(_ path: String, _ reason: String) {
    problems.append(ImportProblem(source: path.isEmpty ? "." : path, reason: reason))
  }

  /// Gives each file its recording's id; files whose clips would share names get their path's hash.
  private mutating func nameRecordings(_ pattern: RecordingPattern) {
    var uses: [String: Int] = [:]
    for index in sources.indices {
      let source = sources[index]
      let name = FilePath.name(of: source.path)
      let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      let recording = pattern.recording(in: stem) ?? stem
      sources[index].recording = ClipNaming.recordingID(stem: recording, className: source.className)
      sources[index].part = ClipNaming.part(ofStem: stem, recording: recording)
      uses[Self.key(sources[index]), default: 0] += 1
    }
    for index in sources.indices where uses[Self.key(sources[index]), default: 0] > 1 {
      sources[index].recording = ClipNaming.distinctID(sources[index].recording, path: sources[index].path)
    }
  }

  private static func key(_ source: ImportSource) -> String { ClipNaming.folded(source.clipPrefix) }
}
