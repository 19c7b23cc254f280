internal import Audio
internal import Glibc

/// Puts the lines of a manifest into the order of a catalogue.
struct ManifestAssembly {
  private let rows: ManifestRows
  private let manifest: ClipManifest
  private let pattern: RecordingPattern
  private var problems: [FileProblem] = []
  private var sizes: [Int64] = []
  private var times: [Int64] = []
  private var isThere: [Bool] = []

  init(
    _ rows: ManifestRows, manifest: ClipManifest, pattern: RecordingPattern
  ) throws(ExperimentError) {
    self.rows = rows
    self.manifest = manifest
    self.pattern = pattern
    try examineFiles()
  }

  func catalogue() throws(ExperimentError) -> Catalogue {
    let sorted = try sortedRows()
    let (classes, classOfLabel) = try classes()
    let (rowOfClip, order, classStarts) = clips(sorted, classOfLabel, classCount: classes.count)
    let (recordings, recordingNames, unmatched) = recordings(of: rowOfClip)
    let hasSpans = rowOfClip.contains { rows.span(of: Int($0)) != nil }
    return Catalogue(
      folder: manifest.folder, manifest: manifest.path, recordingPattern: pattern, classes: classes,
      ignored: IgnoredFiles(), refusedClasses: [], problems: problems, unmatchedClips: unmatched,
      names: rows.files.names, recordingNames: recordingNames, classStarts: classStarts,
      recordings: recordings, sizes: sizes, times: times,
      layout: ManifestLayout(
        files: rowOfClip.map { rows.fileOfRow[Int($0)] },
        starts: hasSpans ? rowOfClip.map { rows.starts[Int($0)] } : [],
        ends: hasSpans ? rowOfClip.map { rows.ends[Int($0)] } : [], order: order),
      labelSets: rows.isMultiLabel ? labelSets(of: rowOfClip, classOfLabel, classes.count) : nil,
      splitColumn: rows.columns.splitName.map { name in
        SplitColumn(name: name, codes: rowOfClip.map { rows.splits[Int($0)] })
      }, hasUnusedSplitColumn: rows.columns.hasUnusedSplit)
  }

  /// The lines whose files are there, in the order of path and span.
  private func sortedRows() throws(ExperimentError) -> [Int32] {
    let names = rows.files.names
    // Most manifests are sorted already, and then each file's rank is its number.
    let filesAreSorted = (1..<max(1, names.count)).allSatisfy { names.precedes($0 - 1, $0) }
    var ranks: [Int32] = []
    if !filesAreSorted {
      let byName = (0..<Int32(names.count)).sorted { names.precedes(Int($0), Int($1)) }
      ranks = [Int32](repeating: 0, count: names.count)
      for (rank, file) in byName.enumerated() { ranks[Int(file)] = Int32(rank) }
    }
    func rank(_ row: Int32) -> Int32 {
      let file = rows.fileOfRow[Int(row)]
      return ranks.isEmpty ? file : ranks[Int(file)]
    }
    func precedes(_ left: Int32, _ right: Int32) -> Bool {
      let (one, other) = (rank(left), rank(right))
      guard one == other else { return one < other }
      return ManifestLayout.precedes(rows.span(of: Int(left)), rows.span(of: Int(right)))
    }
    var sorted = (0..<Int32(rows.count)).filter { isThere[Int(rows.fileOfRow[Int($0)])] }
    if !(1..<max(1, sorted.count)).allSatisfy({ !precedes(sorted[$0], sorted[$0 - 1]) }) {
      sorted.sort(by: precedes)
    }
    for place in 1..<max(1, sorted.count) {
      let (left, right) = (sorted[place - 1], sorted[place])
      guard rank(left) == rank(right), rows.span(of: Int(left)) == rows.span(of: Int(right)) else { continue }
      let lines = [rows.lines[Int(left)], rows.lines[Int(right)]].sorted()
      let reference = ClipReference(
        path: names.text(Int(rows.fileOfRow[Int(left)])), span: rows.span(of: Int(left)))
      throw ExperimentError(
        .invalidData, found: "'\(reference)' again",
        expected: "each clip once; it stands on line \(lines[0]) too", place: "\(manifest.path):\(lines[1])",
        remedy: "several labels of a clip stand in one cell, a;b")
    }
    return sorted
  }

  /// The classes in order, and the class of each label. A class whose files are all missing stays, or it would shift the
  /// others.
  private func classes() throws(ExperimentError) -> (names: [String], classOfLabel: [Int32]) {
    let names = rows.labelNames.names
    let order = (0..<names.count).sorted { names.precedes($0, $1) }
    var classOfLabel = [Int32](repeating: -1, count: names.count)
    var twins: [String: Int] = [:]
    for (index, label) in order.enumerated() {
      classOfLabel[label] = Int32(index)
      // Equal as text, though not in bytes: a composed and a decomposed umlaut.
      guard twins.updateValue(label, forKey: names.text(label)) == nil else {
        throw ExperimentError(
          .invalidData,
          found: "two classes '\(names.text(label))' that differ only in Unicode normalization",
          expected: "one spelling of each class", place: manifest.path)
      }
    }
    return (order.map { names.text($0) }, classOfLabel)
  }

  /// The clips class by class: the line of each, their places in the order of paths, and where each class begins.
  private func clips(
    _ sorted: [Int32], _ classOfLabel: [Int32], classCount: Int
  ) -> (rowOfClip: [Int32], order: [Int32], classStarts: [Int]) {
    func firstClass(_ row: Int32) -> Int {
      Int(rows.labels(of: Int(row)).reduce(Int32.max) { min($0, classOfLabel[Int($1)]) })
    }
    var classStarts = [Int](repeating: 0, count: classCount + 1)
    for row in sorted { classStarts[firstClass(row) + 1] += 1 }
    for index in 0..<classCount { classStarts[index + 1] += classStarts[index] }
    var next = classStarts
    var rowOfClip = [Int32](repeating: 0, count: sorted.count)
    var order = rowOfClip
    for (place, row) in sorted.enumerated() {
      let index = firstClass(row)
      rowOfClip[next[index]] = row
      order[place] = Int32(next[index])
      next[index] += 1
    }
    return (rowOfClip, order, classStarts)
  }

  private func labelSets(of rowOfClip: [Int32], _ classOfLabel: [Int32], _ classCount: Int) -> ClipLabels {
    var starts: [Int32] = [0]
    var labels: [Int32] = []
    for row in rowOfClip {
      labels += rows.labels(of: Int(row)).map { classOfLabel[Int($0)] }.sorted()
      starts.append(Int32(labels.count))
    }
    return ClipLabels(starts: starts, labels: labels, classCount: classCount)
  }

  /// The recording of each clip: the column's, or what the pattern finds in the file's name.
  private func recordings(
    of rowOfClip: [Int32]
  ) -> (recordings: [Int32], names: NameTable, unmatched: Int) {
    var index = NameIndex()
    var unmatched = 0
    var recordings: [Int32] = []
    recordings.reserveCapacity(rowOfClip.count)
    for row in rowOfClip {
      let given = rows.recordings[Int(row)]
      if given >= 0 {
        recordings.append(Int32(index.index(of: rows.recordingNames.names[Int(given)])))
        continue
      }
      let path = rows.files.names[Int(rows.fileOfRow[Int(row)])]
      let name = path[(path.lastIndex(of: 0x2f).map { $0 + 1 } ?? path.startIndex)...]
      let stem = String(decoding: name[..<(name.lastIndex(of: 0x2e) ?? name.endIndex)], as: UTF8.self)
      let found = pattern.recording(in: stem)
      if found == nil { unmatched += 1 }
      recordings.append(Int32(index.index(of: (found ?? stem).utf8)))
    }
    return (recordings, index.names, unmatched)
  }

  /// Looks for every file once.
  private mutating func examineFiles() throws(ExperimentError) {
    let names = rows.files.names
    var missing = 0
    for file in 0..<names.count {
      var status = stat()
      let path = names.text(file)
      let isFound = unsafe stat(path.utf8.first == 0x2f ? path : manifest.folder + "/" + path, &status) == 0
      let reason = isFound ? "" : unsafe String(cString: strerror(errno))
      let isFile = isFound && status.st_mode & S_IFMT == S_IFREG
      isThere.append(isFile)
      sizes.append(isFound ? Int64(status.st_size) : 0)
      times.append(
        isFound ? Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec) : 0)
      guard !isFile else { continue }
      missing += 1
      if problems.count < Self.mostProblems {
        problems.append(FileProblem(path: path, reason: isFound ? "no regular file" : reason))
      }
    }
    if missing > problems.count {
      problems.append(FileProblem(path: "…", reason: "and \(missing - problems.count) more"))
    }
    guard missing * 2 <= names.count else {
      throw ExperimentError(
        .missingFile,
        found: "\(missing) of the manifest's \(names.count) files are not there, such as "
          + "'\(problems[0].path)' (\(problems[0].reason))",
        expected: "audio files relative to '\(manifest.folder)'", place: manifest.path,
        remedy: "put the manifest into the folder that its paths begin in")
    }
  }

  /// How many missing files are listed one by one.
  private static let mostProblems = 1000
}
