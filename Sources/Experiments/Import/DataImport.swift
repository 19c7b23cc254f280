internal import Audio
internal import Foundation
internal import Glibc
internal import Net
internal import Synchronization

/// Turns folders of recordings, of any format and length, into a data set of clips.
///
/// The source is only read. The destination gets `<class>/<class>_<recording>_<slice>.flac`, `import.csv`, which says where each
/// clip comes from and is a manifest for `data.manifest`, and `import-problems.csv`, which says what could not be used and why.
/// An import that was stopped, however abruptly, goes on when it is called again; recordings that changed since are cut again.
public struct DataImport: Sendable {
  /// Where the recordings are.
  public let source: String
  /// Where the clips go.
  public let destination: String
  /// How they are cut.
  public let settings: ImportSettings

  /// The names of what an import writes beside the clips.
  public static let listName = "import.csv"
  /// The list of what could not be used.
  public static let problemsName = "import-problems.csv"

  /// What cuts the recordings of a folder.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` if one folder is within the other.
  public init(source: String, destination: String, settings: ImportSettings) throws(ExperimentError) {
    self.source = source
    self.destination = destination
    self.settings = settings
    let (from, to) = (Self.real(source) + "/", Self.real(destination) + "/")
    guard !from.hasPrefix(to), !to.hasPrefix(from) else {
      throw ExperimentError(
        .invalidConfig, found: "'\(source)' and '\(destination)', one within the other",
        expected: "two folders beside each other")
    }
  }

  /// Imports what is missing.
  ///
  /// - Parameters:
  ///   - threads: recordings that are cut side by side; they change nothing in the result.
  ///   - isCancelled: asked between blocks of samples; true ends the import cleanly.
  ///   - progress: gets bytes of recordings done, and all; called from several threads, one at a time.
  /// - Returns: what became of it; a recording that can't be used is no error but one of its problems.
  /// - Throws: ``ExperimentError`` if the source can't be listed or the destination not be written.
  public func run(
    threads: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> ImportReport {
    let walk = try ImportWalk(folder: source, settings: settings, isCancelled: isCancelled)
    try FileTree.makeFolder(destination)
    let journal = try ImportJournal(
      destination: destination, source: Self.real(source), settings: settings)
    try Self.removeLeftovers(in: destination)
    var state = State(problems: walk.problems)
    let spans = settings.cutting == .labels ? readLabels(walk, &state) : nil
    let sources = try named(walk.sources, journal).filter { spans == nil || spans?[$0.path] != nil }
    state.report.unlabelled = walk.sources.count - sources.count
    state.report.ignoredFiles = walk.ignoredFiles
    let shared = Mutex(Shared(state: state, journal: journal))
    let total = sources.reduce(0) { $0 + Int($1.byteCount) }
    ThreadPool(threads: max(1, threads)).run(sources.count) { task, _ in
      guard !isCancelled(), shared.withLock({ $0.state.goesOn }) else { return }
      let outcome = Result {
        try take(sources[task], spans: spans?[sources[task].path], shared, isCancelled)
      }
      shared.withLock { shared in
        shared.state.note(outcome, of: sources[task])
        progress(shared.state.doneBytes, total)
      }
    }
    return try shared.withLock { shared in try finish(&shared, isCancelled: isCancelled()) }
  }

  /// Cuts a recording unless that was done; true if it was done now.
  private func take(
    _ source: ImportSource, spans: [LabelledSpan]?, _ shared: borrowing Mutex<Shared>,
    _ isCancelled: @escaping () -> Bool
  ) throws -> Bool {
    let known = try shared.withLock { try $0.journal.entry(of: source.path) }
    if let known, isCurrent(known, source, RecordingCutter.digest(spans)) { return false }
    let cutter = RecordingCutter(
      root: self.source, destination: destination, settings: settings, isCancelled: isCancelled)
    let entry: ImportJournal.Entry
    do { entry = try cutter.cut(source, spans: spans) } catch {
      if let known { try forget(known, shared) }
      throw error
    }
    // A recording that became shorter leaves clips behind that are no longer its own.
    let own = Set(entry.clips.map(\.path))
    for clip in known?.clips ?? [] where !own.contains(clip.path) {
      unsafe unlink(destination + "/" + clip.path)
    }
    try shared.withLock { try $0.journal.append(entry) }
    return true
  }

  /// Removes the clips of an earlier call, so that the list names none that a failure left half replaced.
  private func forget(_ known: ImportJournal.Entry, _ shared: borrowing Mutex<Shared>) throws {
    for clip in known.clips { unsafe unlink(destination + "/" + clip.path) }
    var entry = known
    entry.byteCount = -1
    entry.clips = []
    try shared.withLock { try $0.journal.append(entry) }
  }

  private func isCurrent(_ entry: ImportJournal.Entry, _ source: ImportSource, _ spans: String) -> Bool {
    entry.byteCount == source.byteCount && entry.modified == source.modified && entry.spans == spans
      && entry.clips.allSatisfy { DemoFolder.byteCount(of: destination + "/" + $0.path) == $0.byteCount }
  }

  /// The sources with ids that no other recording has: those of an earlier call stay.
  private func named(
    _ sources: [ImportSource], _ journal: borrowing ImportJournal
  ) throws -> [ImportSource] {
    var owners: [String: String] = [:]
    for (path, place) in journal.places { owners[ClipNaming.folded(place.clipPrefix)] = path }
    return sources.map { source in
      var source = source
      if let place = journal.places[source.path] {
        source.recording = place.recording
      } else if let owner = owners[ClipNaming.folded(source.clipPrefix)], owner != source.path {
        source.recording = ClipNaming.distinctID(source.recording, path: source.path)
      }
      return source
    }
  }

  private func readLabels(_ walk: ImportWalk, _ state: inout State) -> [String: [LabelledSpan]] {
    var recordings: [String: [String]] = [:]
    for source in walk.sources { recordings[Self.stem(source.path), default: []].append(source.path) }
    var spans: [String: [LabelledSpan]] = [:]
    for file in walk.labelFiles {
      do throws(ExperimentError) {
        let labels = try LabelFile(path: source + "/" + file, labelColumn: settings.labelColumn)
        for (stem, own) in labels.spans {
          let name = stem.isEmpty ? LabelFile.stem(ofFile: FilePath.name(of: file)) : stem
          let place = FilePath.folder(of: file) == "." ? name : FilePath.folder(of: file) + "/" + name
          switch recordings[place]?.count ?? 0 {
          case 1: for recording in recordings[place] ?? [] { spans[recording, default: []] += own }
          case 0: state.report(file, "there is no recording '\(name)' beside it")
          default: state.report(file, "there are several recordings '\(name)' beside it")
          }
        }
      } catch {
        state.report(file, error.description)
      }
    }
    return spans
  }

  /// Writes the lists.
  private func finish(_ shared: inout Shared, isCancelled: Bool) throws -> ImportReport {
    if let failure = shared.state.failure { throw failure }
    try writeList(shared.journal, &shared.state.report)
    let problems = shared.state.problems.sorted { ($0.source, $0.reason) < ($1.source, $1.reason) }
    var file = try AtomicFile(path: destination + "/" + Self.problemsName)
    try file.write(unsafe Array(CSVText.line(["source", "reason"]).utf8).span.bytes)
    for problem in problems {
      try file.write(unsafe Array(CSVText.line([problem.source, problem.reason]).utf8).span.bytes)
    }
    try file.commit()
    shared.state.report.problemCount = problems.count
    shared.state.report.problems = Array(problems.prefix(ImportReport.problemLimit))
    shared.state.report.isInterrupted = shared.state.report.isInterrupted || isCancelled
    return shared.state.report
  }

  private func writeList(_ journal: borrowing ImportJournal, _ report: inout ImportReport) throws {
    var file = try AtomicFile(path: destination + "/" + Self.listName)
    var text = CSVText.line(["path", "label", "recording", "source", "source_start", "source_end"])
    var classes: Set<String> = []
    var recordings: Set<String> = []
    for source in journal.places.keys.sorted() {
      guard let entry = try journal.entry(of: source), !entry.clips.isEmpty else { continue }
      report.files += 1
      recordings.insert(entry.recordingName)
      for clip in entry.clips {
        text += CSVText.line([
          clip.path, clip.className, entry.recordingName, source, "\(clip.start)", "\(clip.end)",
        ])
        classes.insert(clip.className)
        report.clips += 1
        report.seconds += clip.end - clip.start
      }
      if text.utf8.count > 1 << 18 {
        try file.write(unsafe Array(text.utf8).span.bytes)
        text = ""
      }
    }
    try file.write(unsafe Array(text.utf8).span.bytes)
    try file.commit()
    report.classes = classes.count
    report.recordings = recordings.count
  }

  /// Removes what a process that was killed left of clips: `<clip>.<process>-<number>.tmp`.
  private static func removeLeftovers(in destination: String) throws {
    let manager = FileManager.default
    for folder in try manager.contentsOfDirectory(atPath: destination) {
      for name in (try? manager.contentsOfDirectory(atPath: destination + "/" + folder)) ?? []
      where name.wholeMatch(of: /.*\.(flac|wav)\.\d+-\d+\.tmp/) != nil {
        try manager.removeItem(atPath: "\(destination)/\(folder)/\(name)")
      }
    }
  }

  private static func stem(_ path: String) -> String {
    let name = FilePath.name(of: path)
    return name.lastIndex(of: ".").map { String(path.dropLast(name[$0...].count)) } ?? path
  }

  /// A path without links, as far as it exists.
  private static func real(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}

extension DataImport {
  /// What the threads share.
  private struct Shared: ~Copyable {
    var state: State
    var journal: ImportJournal
  }

  /// How far an import has come.
  private struct State {
    var report = ImportReport()
    var problems: [ImportProblem]
    var doneBytes = 0
    /// What ends the import: a destination that can't be written.
    var failure: (any Error)?

    /// Whether recordings that nobody took yet still are to be cut.
    var goesOn: Bool { failure == nil && !report.isInterrupted }

    init(problems: [ImportProblem]) { self.problems = problems }

    mutating func report(_ source: String, _ reason: String) {
      problems.append(ImportProblem(source: source, reason: reason))
    }

    mutating func note(_ outcome: Result<Bool, any Error>, of source: ImportSource) {
      switch outcome {
      case .success(let isNew):
        if isNew { report.imported += 1 } else { report.unchanged += 1 }
      case .failure(let error as ExperimentError) where error.code == .interrupted:
        report.isInterrupted = true
        return
      case .failure(let error as ExperimentError) where error.code == .inputOutput:
        failure = failure ?? error
      case .failure(let error as AudioError) where error.code == .writeFailed:
        failure =
          failure
          ?? ExperimentError(
            .inputOutput, found: error.description,
            expected: "room and the right to write in the destination",
            remedy: "the same command goes on from here")
      case .failure(let error as ExperimentError):
        report(source.path, error.found + (error.remedy.isEmpty ? "" : ". " + error.remedy))
      case .failure(let error as AudioError): report(source.path, error.reason)
      case .failure(let error): report(source.path, "\(error)")
      }
      doneBytes += Int(source.byteCount)
    }
  }
}
