/// Paths as text: joining and taking apart, without touching the disk.
enum FilePath {
  /// The folder that holds a path's last part: `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path's last part.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// What belongs to a checkpoint or model alone and lies beside it: `model.classes.json` for `model.onnx`.
  static func companion(of path: String, _ ending: String) -> String {
    let endings = [".safetensors", ".npz", ".onnx", ".index", ".meta", ".data-00000-of-00001"]
    let own = endings.first { path.hasSuffix($0) } ?? ""
    return path.dropLast(own.count) + "." + ending
  }
}
