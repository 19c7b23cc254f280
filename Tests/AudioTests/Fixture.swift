import Audio

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files that tests read.
enum Fixture {
  /// The repository's folder.
  private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// A committed fixture; its generator stands beside it.
  static func path(_ name: String) -> String { root + "/Tests/Fixtures/audio/" + name }

  /// The folder of golden data and real recordings, which is not committed: the variable JX_SHARED or `shared` beside the
  /// repository.
  static let shared: String? = {
    let named = unsafe getenv("JX_SHARED").map { unsafe String(cString: $0) }
    let candidates = [named, root + "/../shared"].compactMap { $0 }
    return candidates.first { unsafe access($0 + "/golden/frontend", R_OK) == 0 }
  }()

  /// A file of the reference's front end; only in tests that run where ``shared`` exists.
  static func golden(_ name: String) -> String { (shared ?? "") + "/golden/frontend/" + name }

  /// A committed fixture's bytes.
  static func bytes(_ name: String) throws -> [UInt8] { try fileBytes(path(name)) }
}

/// All bytes of a file.
func fileBytes(_ path: String) throws -> [UInt8] {
  guard let file = unsafe fopen(path, "rb") else { throw TestFailure("cannot read \(path)") }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe fread(&block, 1, block.count, file)
    if count == 0 { return bytes }
    bytes += block[..<count]
  }
}

/// A test that cannot go on.
struct TestFailure: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
