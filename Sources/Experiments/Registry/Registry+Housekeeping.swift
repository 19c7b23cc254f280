internal import Foundation
internal import GRDB

extension Registry {
  /// Adds and removes tags of a run.
  ///
  /// - Throws: ``ExperimentError/Code/invalidConfig`` for a tag that ``checkTag(_:)`` refuses.
  public func changeTags(of id: RunID, adding: Set<String> = [], removing: Set<String> = []) throws {
    for tag in adding.sorted() { try Self.checkTag(tag) }
    let number = try number(of: id)
    try change(number, id) { db in
      for tag in removing {
        try db.execute(sql: "DELETE FROM run_tags WHERE run = ? AND tag = ?", arguments: [number, tag])
      }
      for tag in adding {
        try db.execute(
          sql: "INSERT OR IGNORE INTO run_tags (run, tag) VALUES (?, ?)", arguments: [number, tag])
      }
    }
  }

  /// Refuses what can't be a tag: an empty text, one of more than 64 characters or with line breaks, and one that begins
  /// with `+` or `-`, by which `jx tag` adds and removes.
  public static func checkTag(_ tag: String) throws(ExperimentError) {
    let isFree = tag.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard !tag.isEmpty, tag.count <= 64, isFree, !tag.hasPrefix("+"), !tag.hasPrefix("-") else {
      throw ExperimentError(
        .invalidConfig, found: "'\(ConfigText.excerpt(tag))' is no tag",
        expected: "1 to 64 characters on one line that don't begin with + or -")
    }
  }

  /// Replaces a run's note.
  public func setNote(of id: RunID, to note: String) throws {
    let number = try number(of: id)
    try change(number, id) { db in
      try db.execute(sql: "UPDATE runs SET note = ? WHERE number = ?", arguments: [note, number])
    }
  }

  /// Puts a run aside, or takes it back; nothing is removed from the disk.
  ///
  /// - Throws: ``ExperimentError/Code/registry`` for putting aside a run that a process works on.
  public func setDeleted(_ isDeleted: Bool, _ id: RunID) throws {
    let number = try number(of: id)
    if isDeleted, try details(of: id).status == .running {
      throw ExperimentError(
        .registry, found: "run \(id) is being worked on", expected: "a run that has ended",
        remedy: "Stop it first.")
    }
    try change(number, id) { db in
      try db.execute(
        sql: "UPDATE runs SET deleted_at = ? WHERE number = ?",
        arguments: [isDeleted ? Timestamp.text(.now) : nil, number])
    }
  }
}
