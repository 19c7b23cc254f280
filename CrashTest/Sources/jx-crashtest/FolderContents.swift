internal import Foundation

/// The files below a folder as bytes, by relative path.
enum FolderContents {
  /// Reads all files.
  static func read(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      var isFolder: ObjCBool = false
      let whole = folder + "/" + path
      guard unsafe FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      files[path] = [UInt8](try Data(contentsOf: URL(filePath: whole)))
    }
    return files
  }

  /// Makes a folder that holds these folders and files.
  static func write(_ contents: (folders: [String], files: [String: [UInt8]]), to folder: String) throws {
    for path in contents.folders.sorted() {
      try FileManager.default.createDirectory(
        atPath: path.isEmpty ? folder : folder + "/" + path, withIntermediateDirectories: true)
    }
    for (path, bytes) in contents.files {
      try Data(bytes).write(to: URL(filePath: folder + "/" + path))
    }
  }
}
