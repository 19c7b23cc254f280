internal import Foundation

/// Whether a checkpoint's head serves the classes of a run.
///
/// A checkpoint holds no class names. Where a list of them lies beside its file, its own (`model.classes.json` beside
/// `model.safetensors`) or else `train_id_list*.pickle`, `.json` or `.csv`, the names must be the run's, in any order;
/// otherwise their number must be.
struct CheckpointHead {
  /// The beginning of the names of class lists.
  static let listPrefix = "train_id_list"

  /// What keeps the head from being taken; empty if nothing does.
  let problems: [String]
  /// For each class of the run its index in the checkpoint; nil for the same order.
  let order: [Int]?

  /// Compares shapes and, where there is a list, names.
  ///
  /// - Throws: ``ExperimentError`` for a list that can't be read, or several that differ.
  init(_ source: NetworkCheckpoint, path: String, classes: [String]) throws(ExperimentError) {
    let shapes = source.headProblems
    guard shapes.isEmpty, let (list, names) = try Self.list(beside: path) else {
      (problems, order) = (shapes, nil)
      return
    }
    let indices = Dictionary(zip(names, names.indices)) { first, _ in first }
    let missing = classes.filter { indices[$0] == nil }
    guard missing.isEmpty, names.count == classes.count else {
      let sample = missing.prefix(3).joined(separator: ", ")
      problems = [
        "\(list) has \(names.count) classes"
          + (missing.isEmpty ? "" : ", not \(sample)\(missing.count > 3 ? ", …" : "")")
      ]
      order = nil
      return
    }
    problems = []
    order = names == classes ? nil : classes.compactMap { indices[$0] }
  }

  private static func list(
    beside path: String
  ) throws(ExperimentError) -> (path: String, classes: [String])? {
    let own = ClassFiles.listPath(beside: path)
    if FileManager.default.fileExists(atPath: own) { return (own, try ClassIDs(path: own).orderedNames()) }
    let folder = FilePath.folder(of: path)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw ExperimentError(
        .inputOutput, found: "\(folder) could not be listed: \(error.localizedDescription)")
    }
    let lists = names.filter { name in
      name.hasPrefix(listPrefix) && ClassIDs.extensions.contains { name.hasSuffix("." + $0) }
    }.sorted()
    guard let first = lists.first else { return nil }
    let classes = try ClassIDs(path: folder + "/" + first).orderedNames()
    // A pickle and its JSON lie side by side where jx wrote them.
    for other in lists.dropFirst() where try ClassIDs(path: folder + "/" + other).orderedNames() != classes {
      throw ExperimentError(
        .invalidData, found: "class lists that differ: \(lists.joined(separator: ", "))",
        expected: "one beside \(path), or the same in several forms", place: folder,
        remedy: "Leave the one that belongs to the checkpoint.")
    }
    return (folder + "/" + first, classes)
  }
}
