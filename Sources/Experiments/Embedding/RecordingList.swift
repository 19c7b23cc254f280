internal import Foundation

/// The recordings that paths of files and folders stand for.
public enum RecordingList {
  /// Files as they are, and of folders all audio files in them and below, in the order of their names; links are followed,
  /// hidden files passed over.
  ///
  /// - Returns: the recordings, and folders that can't be read or hold none, with the reason.
  public static func expand(_ paths: [String]) -> (files: [String], problems: [FileProblem]) {
    var list: (files: [String], problems: [FileProblem]) = ([], [])
    for path in paths {
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
      else {
        // One that is missing is reported like one that can't be read.
        list.files.append(path)
        continue
      }
      let before = (list.files.count, list.problems.count)
      var seen: Set<FolderListing.Identity> = []
      add(path, &seen, &list)
      if (list.files.count, list.problems.count) == before {
        list.problems.append(FileProblem(path: path, reason: "a folder without recordings"))
      }
    }
    return list
  }

  private static func add(
    _ folder: String, _ seen: inout Set<FolderListing.Identity>,
    _ list: inout (files: [String], problems: [FileProblem])
  ) {
    var entries: [FolderListing.Entry]
    do throws(FolderListing.Refusal) {
      var listing = try FolderListing(path: folder)
      // A link back to a folder above would lead down for ever.
      guard seen.insert(try listing.identity()).inserted else { return }
      entries = try listing.visibleEntries()
    } catch {
      list.problems.append(FileProblem(path: folder, reason: error.reason))
      return
    }
    entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
    for entry in entries {
      let path =
        "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/\(String(decoding: entry.name, as: UTF8.self))"
      switch entry.kind {
      case .folder: add(path, &seen, &list)
      case .file: if AudioExtensions.stemLength(of: entry.name) != nil { list.files.append(path) }
      case .other: break
      }
    }
  }
}
