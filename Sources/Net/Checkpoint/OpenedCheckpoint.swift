internal import Glibc

/// Finds out what a path is and opens the reader for it.
struct OpenedCheckpoint {
  /// The format found.
  let format: CheckpointFormat
  /// The files that belong to it.
  let files: [String]
  /// The checkpoint's name in an archive.
  let member: String?
  /// What reads it.
  let reader: any CheckpointReader

  /// Opens a file or the prefix of a bundle.
  init(path: String) throws(NetError) {
    let prefix = Self.bundlePrefix(path)
    if let prefix {
      self = try Self.bundle(prefix)
      return
    }
    let file = try MappedSource(path: path)
    if try ZipArchive.isZip(file) {
      self.init(.npz, try NPZReader(file), path)
    } else if try GzipSource.isGzip(file) {
      try self.init(unpacked: try GzipSource(file), path: path)
    } else if try TarArchive.isTar(file) {
      try self.init(unpacked: file, path: path)
    } else if try TableFile.isTable(file) {
      self.init(.tensorflowV1, try TensorFlowV1Reader(try TableFile(file)), path)
    } else if try Self.beginsAsSafetensors(file) {
      self.init(.safetensors, try SafetensorsReader(path: path), path)
    } else {
      throw Self.unknown(path)
    }
  }

  private init(
    _ format: CheckpointFormat, _ reader: any CheckpointReader, _ path: String, files: [String]? = nil,
    member: String? = nil
  ) {
    self.format = format
    self.reader = reader
    self.files = files ?? [path]
    self.member = member
  }

  /// Opens what a tar archive or a gzip file holds.
  private init(unpacked source: any ByteSource, path: String) throws(NetError) {
    if try TarArchive.isTar(source) {
      let found = try ArchivedCheckpoint(try TarArchive(source), name: source.name)
      self.init(found.format, found.reader, path, member: found.member)
    } else if try TableFile.isTable(source) {
      self.init(.tensorflowV1, try TensorFlowV1Reader(try TableFile(source)), path)
    } else {
      throw Self.unknown(path)
    }
  }

  private static func bundle(_ prefix: String) throws(NetError) -> OpenedCheckpoint {
    let index = try MappedSource(path: prefix + BundleName.indexSuffix)
    var files = [index.name]
    let reader = try TensorFlowV2Reader(index) { number, count throws(NetError) in
      let path = prefix + BundleName.shardSuffix(number, of: count)
      do throws(NetError) {
        let shard = try MappedSource(path: path)
        files.append(path)
        return shard
      } catch {
        throw NetError(
          error.code, found: "\(index.name) needs a data file that is missing: \(error.found)",
          expected: "\(count) data files beside it")
      }
    }
    return OpenedCheckpoint(.tensorflowV2, reader, prefix, files: files)
  }

  /// The prefix that a path stands for: its own, that of an index or of a data file, or that of files which exist.
  private static func bundlePrefix(_ path: String) -> String? {
    if let prefix = BundleName.prefix(of: path) { return prefix }
    let isFile = unsafe access(path, F_OK) == 0
    let isIndexed = unsafe access(path + BundleName.indexSuffix, F_OK) == 0
    return !isFile && isIndexed ? path : nil
  }

  private static func beginsAsSafetensors(_ file: MappedSource) throws(NetError) -> Bool {
    guard file.byteCount > 8 else { return false }
    return try file.withBytes(8..<9) { $0.byte(at: 0) == UInt8(ascii: "{") }
  }

  private static func unknown(_ path: String) -> NetError {
    NetError(
      .malformedFile, found: "\(path) is no checkpoint, or cut off",
      expected: "a TensorFlow checkpoint (V1 or V2, also in .tgz or .tar), safetensors or npz")
  }
}
