internal import Foundation

/// The bytes of a config file, as text.
enum ConfigFile {
  /// The longest config that is read, in bytes.
  static let maximumCount = 1 << 20

  /// Reads a file of at most ``maximumCount`` bytes.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile`` with the most similar name beside it,
  ///   ``ExperimentError/Code/inputOutput``, or ``ExperimentError/Code/invalidConfig`` for one that is too long.
  static func bytes(ofFile path: String) throws(ExperimentError) -> [UInt8] {
    var isFolder: ObjCBool = false
    // Safe: the pointer to `isFolder` does not outlive the call.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ExperimentError(
        .missingFile, found: "there is no file '\(path)'", expected: "a config in YAML",
        remedy: neighbour(of: path).map { "Did you mean '\($0)'?" } ?? "")
    }
    guard !isFolder.boolValue else {
      throw ExperimentError(
        .missingFile, found: "'\(path)' is a folder", expected: "a config in YAML",
        remedy: "Name one of the files in it")
    }
    var bytes: [UInt8] = []
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      // One byte more than allowed tells a file that is too long, even one without an end such as a device.
      while bytes.count <= maximumCount,
        let part = try handle.read(upToCount: maximumCount + 1 - bytes.count), !part.isEmpty
      {
        bytes.append(contentsOf: part)
      }
    } catch {
      throw ExperimentError(
        .inputOutput, found: "'\(path)' can't be read: \(error.localizedDescription)",
        expected: "a config in YAML")
    }
    guard bytes.count <= maximumCount else {
      throw ExperimentError(
        .invalidConfig, found: "a file of more than \(maximumCount) bytes", expected: "a config in YAML",
        place: path)
    }
    return bytes
  }

  /// The bytes as text, without the byte order mark that some editors write.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` at the first line that is not UTF-8.
  static func text(of bytes: [UInt8], path: String) throws(ExperimentError) -> String {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if let text = String(validating: content, as: UTF8.self) { return text }
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    throw ExperimentError(
      .invalidConfig, found: isUTF16 ? "a text in UTF-16" : "bytes that are no UTF-8", expected: "UTF-8",
      place: "\(path):\(line + 1):1", remedy: "Save the file as UTF-8")
  }

  /// The file in the same folder whose name is most like that of a missing one.
  private static func neighbour(of path: String) -> String? {
    let url = URL(fileURLWithPath: path)
    let folder = (path as NSString).deletingLastPathComponent
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    let configs = (names ?? []).sorted().filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    let stems = configs.map { ($0 as NSString).deletingPathExtension }
    let stem = url.deletingPathExtension().lastPathComponent
    guard let nearest = NearestName.suggestion(for: stem, among: stems),
      let index = stems.firstIndex(of: nearest)
    else { return nil }
    return (folder as NSString).appendingPathComponent(configs[index])
  }
}
