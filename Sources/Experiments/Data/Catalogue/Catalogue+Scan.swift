extension Catalogue {
  /// Lists a data folder that is to be trained on.
  ///
  /// Takes some microseconds a file; links are followed, hidden files passed over.
  ///
  /// - Parameters:
  ///   - folder: holds one folder a class, which hold the clips.
  ///   - recordingPattern: tells which clips are slices of one recording.
  /// - Throws: ``ExperimentError`` if the folder is missing or empty, has fewer than two classes, a class without clips,
  ///   or a class folder that cannot be read.
  public static func scan(
    folder: String, recordingPattern: String = RecordingPattern.standard
  ) throws(ExperimentError) -> Catalogue {
    let catalogue = try list(folder: folder, recordingPattern: recordingPattern)
    try catalogue.requireTrainable()
    return catalogue
  }

  /// Lists a data folder as it is, for an audit: classes may be few, empty or unreadable.
  ///
  /// - Throws: ``ExperimentError`` if the folder itself cannot be read or the pattern is no pattern.
  public static func list(
    folder: String, recordingPattern: String = RecordingPattern.standard
  ) throws(ExperimentError) -> Catalogue {
    var builder = CatalogueBuilder(folder: folder, pattern: try RecordingPattern(recordingPattern))
    let root: FolderListing.Identity
    var entries: [FolderListing.Entry]
    do throws(FolderListing.Refusal) {
      var listing = try FolderListing(path: folder)
      root = try listing.identity()
      entries = try listing.visibleEntries()
    } catch {
      throw unreadable(folder, error)
    }
    entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
    for entry in entries {
      let name = String(decoding: entry.name, as: UTF8.self)
      if let failure = entry.failure {
        builder.refuseClass(name, failure)
      } else if entry.kind != .folder {
        builder.ignore(name)
      } else if entry.identity == root {
        builder.report(name, "a link back to the data folder")
      } else {
        builder.addClass(entry, in: folder)
      }
    }
    return builder.finish()
  }

  private static func unreadable(_ folder: String, _ refusal: FolderListing.Refusal) -> ExperimentError {
    if refusal.isMissing {
      return ExperimentError(
        .missingFile, found: "there is no folder '\(folder)'",
        expected: "a data folder <folder>/<class>/<clip>",
        remedy: "check data.folder, or make demo data with: jx data demo \(folder)")
    }
    return ExperimentError(
      .missingFile, found: "'\(folder)' cannot be listed: \(refusal.reason)",
      expected: "a data folder <folder>/<class>/<clip> that may be read")
  }

  /// Throws unless there are two classes, each with clips, and every class folder could be read.
  func requireTrainable() throws(ExperimentError) {
    if let refused = refusedClasses.first {
      throw ExperimentError(
        .missingFile, found: "the class folder '\(folder)/\(refused.path)' cannot be used: \(refused.reason)",
        expected: "class folders that can all be read, so that no class drops out unnoticed",
        remedy: "repair or remove it; jx data check '\(folder)' lists all")
    }
    guard !classes.isEmpty else {
      let loose = ignored.count == 0 ? "is empty" : "holds \(ignored.count) files but no class folder"
      throw ExperimentError(
        .invalidData, found: "'\(folder)' \(loose)", expected: "<folder>/<class>/<clip>",
        remedy:
          "put the clips of each class into a folder of its own, or make demo data with: jx data demo DIR")
    }
    let empty = classes.indices.filter { clips(withClass: $0).isEmpty }
    if let first = empty.first {
      let more = empty.count > 1 ? " (and \(empty.count - 1) more)" : ""
      throw ExperimentError(
        .invalidData, found: "the class '\(classes[first])'\(more) has no audio clip",
        expected: manifest != nil
          ? "files of that class where '\(place)' says"
          : "clips directly in '\(folder)/\(classes[first])', named "
            + AudioExtensions.all.sorted().map { "." + $0 }.joined(separator: " "),
        remedy: "add clips or remove the class; jx data check '\(place)' lists what was found")
    }
    guard classes.count > 1 else {
      throw ExperimentError(
        .invalidData, found: "'\(place)' has one class, '\(classes[0])'", expected: "two classes or more",
        remedy: "add clips of another class, for instance Noise_noise")
    }
    guard unmatchedClips < count else {
      throw ExperimentError(
        .invalidConfig,
        found: "the pattern '\(recordingPattern.text)' matches none of the \(count) file names",
        expected: "a pattern that finds the recording in names like '\(name(of: 0))'",
        place: "data.recording",
        remedy: "the default is \(RecordingPattern.standard)")
    }
  }
}

extension FolderListing {
  /// The rest of the entries whose names do not begin with a dot, in the file system's order.
  mutating func visibleEntries() throws(Refusal) -> [Entry] {
    var entries: [Entry] = []
    while let entry = try next() {
      if entry.name.first != 0x2e { entries.append(entry) }
    }
    return entries
  }
}
