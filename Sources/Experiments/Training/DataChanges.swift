/// How the recordings in a folder differ from those that a run was trained on.
public struct DataChanges: Sendable, Hashable, Codable {
  /// Files of the run with another content, as `<class>/<clip>`.
  public var changed: [String] = []
  /// Files of the run that are gone.
  public var removed: [String] = []
  /// Files that came later; the run does not use them.
  public var added: [String] = []

  /// Whether a file of the run is gone or another.
  var concernsRun: Bool { !changed.isEmpty || !removed.isEmpty }

}

extension DataChanges {
  /// Compares lists of files.
  ///
  /// - Parameters:
  ///   - then: the run's files.
  ///   - now: the same for the present folder.
  init(from then: DataList, to now: DataList) {
    let present = Dictionary(now.files.map { ($0.path, $0.digest) }, uniquingKeysWith: { first, _ in first })
    let known = Set(then.files.map(\.path))
    for file in then.files {
      if let digest = present[file.path] {
        if digest != file.digest { changed.append(file.path) }
      } else {
        removed.append(file.path)
      }
    }
    added = now.files.map(\.path).filter { !known.contains($0) }
  }

  /// Compares a run's files with a folder by names and sizes, which reads no file.
  init(from then: DataList, to catalogue: Catalogue) {
    let known = Set(then.files.map(\.path))
    for file in then.files {
      if let clip = catalogue.clip(at: file.path) {
        if catalogue.byteCount(of: clip) != Int64(file.byteCount) { changed.append(file.path) }
      } else {
        removed.append(file.path)
      }
    }
    added = (0..<catalogue.count).map(catalogue.relativePath).filter { !known.contains($0) }
  }
}

extension DataChanges: CustomStringConvertible {
  /// `2 files changed (a/1.wav, a/2.wav), 1 is gone (b/1.wav), 3 are new (…)`.
  public var description: String {
    func part(_ paths: [String], _ one: String, _ several: String) -> String? {
      guard !paths.isEmpty else { return nil }
      let shown = paths.prefix(5).joined(separator: ", ")
      let more = paths.count > 5 ? " and \(paths.count - 5) more" : ""
      return "\(paths.count) \(paths.count == 1 ? one : several) (\(shown)\(more))"
    }
    return [
      part(changed, "file changed", "files changed"), part(removed, "file is gone", "files are gone"),
      part(added, "file is new", "files are new"),
    ].compactMap(\.self).joined(separator: ", ")
  }
}
