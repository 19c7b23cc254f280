public import Audio

/// The clips of a data set: their classes, recordings, files, sizes and times. A data set is a folder
/// `<folder>/<class>/<clip>`, or a CSV manifest that names the clips.
///
/// Classes stand in the order of the UTF-8 bytes of their names, clips in that of class and path, so a clip's index
/// depends on nothing but the data set. Of a folder about 30 bytes a clip and its name are held in memory, of a manifest
/// about 50 and the paths of its files.
///
/// A recording is named by its id alone: the same id in two classes is one recording, whose clips all stand on one
/// side of every split.
///
/// In a multi-label set a clip has one class or more. It stands among the clips of the first of them.
public struct Catalogue: Sendable {
  /// The folder that paths are relative to: the data folder as it was given, or the manifest's folder.
  public let folder: String
  /// The manifest that named the clips; nil for a folder.
  public let manifest: String?
  /// The rule that told the recordings.
  public let recordingPattern: RecordingPattern
  /// The names of the classes, in order.
  public let classes: [String]
  /// Files that are no clips.
  public let ignored: IgnoredFiles
  /// Class folders that cannot be read or told apart; empty in a catalogue that may be trained on.
  public let refusedClasses: [FileProblem]
  /// Files that look like clips but cannot be used: broken links, names that are not UTF-8, files that a manifest names
  /// and that are not there.
  public let problems: [FileProblem]
  /// Clips whose name the pattern does not match; each counts as a recording of its own, named by its stem.
  public let unmatchedClips: Int

  /// File names of the clips; with a layout, the paths of the files.
  var names: NameTable
  var recordingNames: NameTable
  var classStarts: [Int]
  var recordings: [Int32]
  /// Of each name.
  var sizes: [Int64]
  var times: [Int64]
  /// Where the clips of a manifest are; nil for a folder.
  var layout: ManifestLayout?
  /// All classes of each clip; nil where each has one.
  var labelSets: ClipLabels?
  /// What the manifest's split column says of each clip; nil if none was asked for.
  var splitColumn: SplitColumn?
  /// Whether the manifest has a column `split` that nobody asked for.
  var hasUnusedSplitColumn = false

  /// What to call the data set: the folder, or the manifest's path.
  public var place: String { manifest ?? folder }

  /// Clips in the data set.
  public var count: Int { recordings.count }

  /// Different recordings in the data set.
  public var recordingCount: Int { recordingNames.count }

  /// Whether some clip has several classes.
  public var isMultiLabel: Bool { labelSets != nil }

  /// The clips that stand under a class: those whose first class it is.
  public func clips(ofClass index: Int) -> Range<Int> { classStarts[index]..<classStarts[index + 1] }

  /// The clips that have a class, whether or not it is their first one, ascending.
  public func clips(withClass index: Int) -> [Int] {
    labelSets.map { $0.clips(withClass: index) } ?? Array(clips(ofClass: index))
  }

  /// The class of a clip; of several, the first in the order of the classes.
  public func classIndex(of clip: Int) -> Int {
    precondition(clip >= 0 && clip < count, "clip \(clip) of \(count)")
    var low = 0
    var high = classes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if classStarts[middle] <= clip { low = middle } else { high = middle }
    }
    return low
  }

  /// All classes of a clip, ascending; at least one.
  public func labels(of clip: Int) -> [Int] { labelSets?.labels(of: clip) ?? [classIndex(of: clip)] }

  /// The names of a clip's classes, in order, with `;` between them.
  public func labelText(of clip: Int) -> String {
    labels(of: clip).map { classes[$0] }.joined(separator: ";")
  }

  /// The file name of a clip.
  public func name(of clip: Int) -> String { String(decoding: fileName(of: clip), as: UTF8.self) }

  /// The file name of a clip without its extension.
  public func stem(of clip: Int) -> String {
    let name = fileName(of: clip)
    return String(decoding: name[..<(name.lastIndex(of: 0x2e) ?? name.endIndex)], as: UTF8.self)
  }

  private func fileName(of clip: Int) -> ArraySlice<UInt8> {
    let name = names[fileIndex(of: clip)]
    guard layout != nil, let slash = name.lastIndex(of: 0x2f) else { return name }
    return name[(slash + 1)...]
  }

  /// The name by which manifests and runs know a clip: `<class>/<clip>` below the data folder, or its path in the
  /// manifest, with `#t=<start>,<end>` for a part of a file.
  public func relativePath(of clip: Int) -> String {
    guard let layout else { return classes[classIndex(of: clip)] + "/" + names.text(clip) }
    return ClipReference(path: names.text(layout.file(of: clip)), span: layout.span(of: clip)).description
  }

  /// The file to open for a clip.
  public func path(of clip: Int) -> String {
    guard let layout else { return folder + "/" + relativePath(of: clip) }
    let path = names.text(layout.file(of: clip))
    return path.utf8.first == 0x2f ? path : folder + "/" + path
  }

  /// The part of the file that is the clip; nil for the whole file.
  public func span(of clip: Int) -> ClipSpan? { layout?.span(of: clip) }

  /// The file to open for a clip, and the part of it.
  func reference(to clip: Int) -> ClipReference { ClipReference(path: path(of: clip), span: span(of: clip)) }

  /// The recording of a clip, an index below ``recordingCount``.
  public func recordingIndex(of clip: Int) -> Int { Int(recordings[clip]) }

  /// The id of a recording.
  public func recordingName(_ recording: Int) -> String { recordingNames.text(recording) }

  /// The size of a clip's file when the data set was listed, in bytes.
  public func byteCount(of clip: Int) -> Int64 { sizes[fileIndex(of: clip)] }

  /// When a clip's file was last modified, in nanoseconds since 1970.
  public func modificationTime(of clip: Int) -> Int64 { times[fileIndex(of: clip)] }

  private func fileIndex(of clip: Int) -> Int { layout?.file(of: clip) ?? clip }

  /// The clip of a name as ``relativePath(of:)`` gives it; `nil` if there is none. Takes logarithmic time.
  public func clip(at relativePath: String) -> Int? {
    if let layout { return layout.clip(at: ClipReference(relativePath), names: names) }
    let path = Array(relativePath.utf8)
    guard let slash = path.firstIndex(of: 0x2f) else { return nil }
    let className = path[..<slash]
    let name = path[(slash + 1)...]
    let index = Self.lowerBound(0..<classes.count) {
      NameTable.precedes(ArraySlice(classes[$0].utf8), className)
    }
    guard index < classes.count, classes[index].utf8.elementsEqual(className) else { return nil }
    let range = clips(ofClass: index)
    let clip = Self.lowerBound(range) { NameTable.precedes(names[$0], name) }
    return clip < range.upperBound && names[clip] == name ? clip : nil
  }

  /// How many recordings each class has; one that is shared counts for each of its classes.
  public func recordingCounts() -> [Int] {
    var last = [Int](repeating: -1, count: recordingCount)
    return classes.indices.map { index in
      var found = 0
      for clip in clips(withClass: index) where last[recordingIndex(of: clip)] != index {
        last[recordingIndex(of: clip)] = index
        found += 1
      }
      return found
    }
  }

  /// The ids of recordings that have clips in several classes, in the order of their first clips.
  public func sharedRecordings() -> [String] {
    var classOfRecording = [Int](repeating: -1, count: recordingCount)
    var isShared = [Bool](repeating: false, count: recordingCount)
    for index in classes.indices {
      for clip in clips(withClass: index) {
        let recording = recordingIndex(of: clip)
        if classOfRecording[recording] >= 0, classOfRecording[recording] != index {
          isShared[recording] = true
        }
        classOfRecording[recording] = index
      }
    }
    return (0..<recordingCount).filter { isShared[$0] }.map(recordingName)
  }

  static func lowerBound(_ range: Range<Int>, isBefore: (Int) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
