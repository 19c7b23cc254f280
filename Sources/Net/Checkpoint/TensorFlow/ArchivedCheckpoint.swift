/// The checkpoint in a tar archive: of several the one of the highest number.
struct ArchivedCheckpoint {
  /// Its format.
  let format: CheckpointFormat
  /// Its path in the archive: a prefix or a file.
  let member: String
  /// What reads it.
  let reader: any CheckpointReader

  /// Finds and opens the checkpoint; `name` is the archive's, for errors.
  ///
  /// - Throws: ``NetError/Code/malformedFile`` if there is none, or several without numbers that tell them apart.
  init(_ archive: TarArchive, name: String) throws(NetError) {
    let prefixes = archive.members.map(\.path).filter { $0.hasSuffix(BundleName.indexSuffix) }
      .map { String($0.dropLast(BundleName.indexSuffix.count)) }
    guard prefixes.isEmpty else {
      let prefix = try Self.newest(prefixes, name: name)
      var sources: [String: SourcePart] = [:]
      for member in archive.members { sources[member.path] = member.contents }
      func source(_ path: String) throws(NetError) -> any ByteSource {
        guard let source = sources[path] else {
          throw NetError(
            .malformedFile, found: "\(name) lacks '\(path)'", expected: "all files of '\(prefix)'")
        }
        return source
      }
      let index = try source(prefix + BundleName.indexSuffix)
      reader = try TensorFlowV2Reader(index) { number, count throws(NetError) in
        try source(prefix + BundleName.shardSuffix(number, of: count))
      }
      (format, member) = (.tensorflowV2, prefix)
      return
    }
    var tables: [String] = []
    var contents: (any ByteSource)?
    for file in archive.members where try TableFile.isTable(file.contents) {
      tables.append(file.path)
      if try Self.newest(tables, name: name) == file.path { contents = file.contents }
    }
    guard let contents else {
      throw NetError(
        .malformedFile, found: "\(name) holds no checkpoint, but \(archive.members.count) other files",
        expected: "a TensorFlow checkpoint: .index and .data files, or one of V1")
    }
    reader = try TensorFlowV1Reader(try TableFile(contents))
    (format, member) = (.tensorflowV1, try Self.newest(tables, name: name))
  }

  /// The one of several that ends with the highest number.
  private static func newest(_ prefixes: [String], name: String) throws(NetError) -> String {
    let numbered = prefixes.map { (prefix: $0, number: BundleName.number(of: $0) ?? -1) }
      .sorted { $0.number > $1.number }
    guard let first = numbered.first, numbered.count == 1 || numbered[1].number < first.number else {
      throw NetError(
        .malformedFile, found: "\(name) holds several checkpoints: \(prefixes.joined(separator: ", "))",
        expected: "one, or numbers that tell the newest", remedy: "Unpack it and name one of them.")
    }
    return first.prefix
  }
}
