internal import Foundation

/// Folders: making them with an error that names the path and the reason.
enum FileTree {
  /// Makes a folder and those above it that are missing; one that exists is left as it is.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` with the path and the system's reason.
  static func makeFolder(_ path: String) throws(ExperimentError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let number = Int32(truncatingIfNeeded: reason?.code ?? 0)
      if reason?.domain == NSPOSIXErrorDomain { throw SystemFailure.error(number: number, "created", path) }
      throw ExperimentError(
        .inputOutput, found: "\(path) could not be created: \(error.localizedDescription)",
        expected: "a folder that can be written")
    }
  }

  /// Removes a folder with all that is in it; one that is gone already is left at that.
  ///
  /// - Throws: ``ExperimentError/Code/inputOutput`` with the path and the system's reason.
  static func remove(_ path: String) throws(ExperimentError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw ExperimentError(
        .inputOutput, found: "\(path) could not be removed: \(error.localizedDescription)",
        expected: "a folder that can be written")
    }
  }
}
