/// The clips of a data folder `<folder>/<class>/<clip>`: their classes, recordings, sizes and times.
///
/// Classes stand in the order of the UTF-8 bytes of their names, clips in that of class and name, so a clip's index
/// depends on nothing but the folder's contents. About 30 bytes a clip and its name are held in memory.
///
/// A recording is named by its id alone: the same id in two classes is one recording, whose clips all stand on one
/// side of every split.
public struct Catalogue: Sendable {
  /// The data folder, as it was given.
  public let folder: String
  /// The rule that told the recordings.
  public let recordingPattern: RecordingPattern
  /// The names of the classes, in order.
  public let classes: [String]
  /// Files that are no clips.
  public let ignored: IgnoredFiles
  /// Class folders that cannot be read or told apart; empty in a catalogue that may be trained on.
  public let refusedClasses: [FileProblem]
  /// Files that look like clips but cannot be used: broken links, names that are not UTF-8.
  public let problems: [FileProblem]
  /// Clips whose name the pattern does not match; each counts as a recording of its own, named by its stem.
  public let unmatchedClips: Int

  var names: NameTable
  var recordingNames: NameTable
  var classStarts: [Int]
  var recordings: [Int32]
  var sizes: [Int64]
  var times: [Int64]

  /// Clips in the folder.
  public var count: Int { names.count }

  /// Different recordings in the folder.
  public var recordingCount: Int { recordingNames.count }

  /// The clips of a class.
  public func clips(ofClass index: Int) -> Range<Int> { classStarts[index]..<classStarts[index + 1] }

  /// The class of a clip.
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

  /// The file name of a clip.
  public func name(of clip: Int) -> String { names.text(clip) }

  /// The file name of a clip without its extension.
  public func stem(of clip: Int) -> String {
    let name = names[clip]
    return String(decoding: name[..<(name.lastIndex(of: 0x2e) ?? name.endIndex)], as: UTF8.self)
  }

  /// `<class>/<clip>`: a clip's path within the data folder, the name by which manifests and runs know it.
  public func relativePath(of clip: Int) -> String { classes[classIndex(of: clip)] + "/" + names.text(clip) }

  /// The path to open a clip with.
  public func path(of clip: Int) -> String { folder + "/" + relativePath(of: clip) }

  /// The recording of a clip, an index below ``recordingCount``.
  public func recordingIndex(of clip: Int) -> Int { Int(recordings[clip]) }

  /// The id of a recording, as the pattern found it.
  public func recordingName(_ recording: Int) -> String { recordingNames.text(recording) }

  /// The size of a clip's file when the folder was scanned, in bytes.
  public func byteCount(of clip: Int) -> Int64 { sizes[clip] }

  /// When a clip's file was last modified, in nanoseconds since 1970.
  public func modificationTime(of clip: Int) -> Int64 { times[clip] }

  /// The clip at `<class>/<clip>`; `nil` if there is none. Takes logarithmic time.
  public func clip(at relativePath: String) -> Int? {
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
      for clip in clips(ofClass: index) where last[recordingIndex(of: clip)] != index {
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
      for clip in clips(ofClass: index) {
        let recording = recordingIndex(of: clip)
        if classOfRecording[recording] >= 0, classOfRecording[recording] != index {
          isShared[recording] = true
        }
        classOfRecording[recording] = index
      }
    }
    return (0..<recordingCount).filter { isShared[$0] }.map(recordingName)
  }

  private static func lowerBound(_ range: Range<Int>, isBefore: (Int) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
