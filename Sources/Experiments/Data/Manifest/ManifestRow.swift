internal import Audio

/// The fields of one line of a manifest, in buffers that are used again for the next.
struct ManifestRow {
  /// What is wrong with a line.
  struct Flaw: Error {
    var found: String
    var expected = ""
    var remedy = ""
  }

  var path: [UInt8] = []
  var label: [UInt8] = []
  var recording: [UInt8] = []
  var start: [UInt8] = []
  var end: [UInt8] = []
  var split: [UInt8] = []
  /// Fields so far, of all kinds.
  private(set) var fieldCount = 0

  mutating func removeAll() {
    path.removeAll(keepingCapacity: true)
    label.removeAll(keepingCapacity: true)
    recording.removeAll(keepingCapacity: true)
    start.removeAll(keepingCapacity: true)
    end.removeAll(keepingCapacity: true)
    split.removeAll(keepingCapacity: true)
    fieldCount = 0
  }

  mutating func take(_ bytes: [UInt8], as kind: ManifestColumns.Kind) {
    fieldCount += 1
    switch kind {
    case .path: path.append(contentsOf: bytes)
    case .label: label.append(contentsOf: bytes)
    case .recording: recording.append(contentsOf: bytes)
    case .start: start.append(contentsOf: bytes)
    case .end: end.append(contentsOf: bytes)
    case .split: split.append(contentsOf: bytes)
    case .other: break
    }
  }

  /// The part of the file; nil for all of it.
  func span() throws(Flaw) -> ClipSpan? {
    let first = try Self.seconds(start, "start")
    let last = try Self.seconds(end, "end")
    guard first != nil || last != nil else { return nil }
    guard let span = ClipSpan(start: first ?? 0, end: last) else {
      throw Flaw(
        found: "a part from \(first ?? 0) s to \(last.map { "\($0) s" } ?? "the end")",
        expected: "0 ≤ start < end")
    }
    return span
  }

  private static func seconds(_ bytes: [UInt8], _ column: String) throws(Flaw) -> Double? {
    guard !bytes.isEmpty else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw Flaw(found: "the \(column) '\(text)'", expected: "seconds, such as 12.5, or nothing")
    }
    return value
  }

  /// ``Split/code`` or ``Split/unusedCode``.
  func splitCode() throws(Flaw) -> UInt8 {
    guard !split.isEmpty else { return Split.unusedCode }
    let text = String(decoding: split, as: UTF8.self)
    guard let split = Split(rawValue: text.lowercased()) else {
      throw Flaw(found: "the split '\(text)'", expected: "train, validation or test, or nothing for no use")
    }
    return split.code
  }

  /// Brings the path into its shortest form; throws if it leads out of the folder and that is not allowed.
  mutating func normalisePath(allowsOutside: Bool) throws(Flaw) {
    guard !path.isEmpty else { throw Flaw(found: "no path", expected: "the path of an audio file") }
    guard !path.contains(0), String(validating: path, as: UTF8.self) != nil else {
      throw Flaw(found: "a path that is not text", expected: "UTF-8 without zero bytes")
    }
    let isAbsolute = path[0] == 0x2f
    var parts: [ArraySlice<UInt8>] = []
    var isOutside = isAbsolute
    var needsWork = false
    for part in path.split(separator: 0x2f, omittingEmptySubsequences: false) {
      if part.isEmpty || part.elementsEqual([0x2e]) {
        needsWork = true
      } else if part.elementsEqual([0x2e, 0x2e]) {
        needsWork = true
        if parts.last.map({ $0.elementsEqual([0x2e, 0x2e]) }) ?? true {
          isOutside = true
          if !isAbsolute { parts.append(part) }
        } else {
          parts.removeLast()
        }
      } else {
        parts.append(part)
      }
    }
    let shown = String(decoding: path, as: UTF8.self)
    guard !isOutside || allowsOutside else {
      throw Flaw(
        found: "'\(shown)' is outside the manifest's folder",
        expected: "a path relative to that folder, within it",
        remedy: "to allow others: data.outside_paths: true")
    }
    guard !parts.isEmpty else { throw Flaw(found: "'\(shown)' is a folder", expected: "an audio file") }
    guard needsWork else { return }
    path = (isAbsolute ? [0x2f] : []) + Array(parts.joined(separator: [0x2f]))
  }
}
