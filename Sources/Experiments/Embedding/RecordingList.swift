internal import Foundation

/// The recordings that paths of files and folders stand for.
public enum RecordingList {
  /// Files as they are, and all recordings in folders and below them, as ``RecordingFolder`` finds them.
  ///
  /// - Returns: the recordings, and the folders that can't be read or hold none, with the reason.
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
      do throws(ExperimentError) {
        list.files += try RecordingFolder(path: path).recordings
      } catch {
        list.problems.append(FileProblem(path: path, reason: error.found))
      }
    }
    return list
  }
}
