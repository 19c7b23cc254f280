internal import Foundation

/// Names of clips and recordings that never collide and say all that the source's name says.
enum ClipNaming {
  /// The longest part of a name that is taken from a source's, in bytes: with the class before it and slice and ending
  /// behind it a name stays under the 255 that file systems take.
  static let longestPart = 96

  /// A text as part of a file name: letters, digits, `-`, `.` and `_` of any language stay, blanks become `_`, anything
  /// else `-`; composed (NFC), shortened to ``longestPart`` bytes. nil if neither letter nor digit is in it.
  static func sanitized(_ text: String) -> String? {
    var result = ""
    var hasContent = false
    for character in text.precomposedStringWithCanonicalMapping.prefix(4 * longestPart) {
      if character.isLetter || character.isNumber {
        result.append(character)
        hasContent = true
      } else if character.isWhitespace {
        result.append("_")
      } else {
        result.append("-._".contains(character) ? character : "-")
      }
    }
    while result.utf8.count > longestPart { result.removeLast() }
    // A leading dot would hide the file, a leading dash would look like an option.
    while let first = result.first, first == "." || first == "-" { result.removeFirst() }
    return hasContent && !result.isEmpty ? result : nil
  }

  /// The plain id of a recording: its file's stem, without the class at its beginning.
  ///
  /// - Parameter className: as ``sanitized(_:)`` gives it; nil where the class is no part of the recording.
  static func recordingID(stem: String, className: String?) -> String {
    guard let id = sanitized(stem) else { return "recording" }
    guard let className, id.hasPrefix(className) else { return id }
    let rest = id.dropFirst(className.count).drop { $0 == "_" || $0 == "-" }
    return rest.isEmpty ? id : String(rest)
  }

  /// The id of a recording whose plain id another one has, too: with eight digits of its path's hash.
  static func distinctID(_ id: String, path: String) -> String {
    id + "-" + SHA256.hash(path).hexadecimal.prefix(8)
  }

  /// What makes two ids the same on file systems that do not tell capitals from small letters.
  static func folded(_ id: String) -> String { id.lowercased() }

  /// The digits that tell the files of one recording apart: what its stem has behind the recording if that is `_` and
  /// digits, none if it has nothing, otherwise twelve digits of the stem's hash.
  static func part(ofStem stem: String, recording: String) -> String {
    guard stem != recording else { return "" }
    if stem.hasPrefix(recording + "_") {
      let rest = stem.dropFirst(recording.count + 1)
      if rest.allSatisfy({ $0.isASCII && $0.isNumber }), rest.count <= longestPart / 4 { return String(rest) }
    }
    let hash = SHA256.hash(stem).hexadecimal.prefix(12)
    return String(hash.map { Character(String((Int(String($0), radix: 16) ?? 0) % 10)) })
  }

  /// The most slices of a file.
  static let mostSlices = 999_999

  /// `<class>_<recording>_<slice>`, slices from 1 in four digits or more; in a file that is a part of a recording
  /// `<class>_<recording>_<part><slice>`, slices in six digits. So the default of `data.recording` finds the recording,
  /// and no two clips of one recording share a name.
  static func clip(className: String, recording: String, part: String, slice: Int) -> String {
    let digits = String(slice)
    let width = part.isEmpty ? 4 : 6
    return "\(className)_\(recording)_\(part)" + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }
}
