internal import Foundation
internal import Glibc

/// What lies in a folder, with sizes and ages, for the decision what can go.
struct FolderContents {
  /// A file.
  struct File {
    /// Its path in the folder.
    var path: String
    /// The bytes that its removal frees: none while another name refers to the same file.
    var byteCount: Int
    /// Seconds since it was last written; 0 for one from the future.
    var age: Double
  }

  /// All files below the folder, by path.
  let files: [File]

  /// The bytes that removing the folder frees.
  var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  /// The size of one file; 0 if it is gone.
  static func byteCount(ofFile path: String) -> Int {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Seconds since names in a folder last changed; 0 if it is gone.
  static func age(of folder: String) -> Double {
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else { return 0 }
    return max(0, Date.now.timeIntervalSince1970 - Double(status.st_mtim.tv_sec))
  }

  /// Looks through a folder; one that can't be read counts as empty.
  init(of folder: String) {
    let now = Date.now.timeIntervalSince1970
    let paths = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]) ?? []
    files = paths.sorted().compactMap { path in
      var status = stat()
      guard unsafe lstat(folder + "/" + path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
        return nil
      }
      return File(
        path: path, byteCount: status.st_nlink > 1 ? 0 : Int(status.st_size),
        age: max(0, now - Double(status.st_mtim.tv_sec)))
    }
  }
}
