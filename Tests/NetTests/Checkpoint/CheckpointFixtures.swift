import Foundation
import Net

/// Checkpoints that TensorFlow and NumPy wrote, and places for files of a test's own.
enum CheckpointFixtures {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.appending(path: "Tests/Fixtures/checkpoints")

  /// Samples that are not part of the project; nil where they are absent.
  static let golden: URL? = {
    let shared =
      ProcessInfo.processInfo.environment["JX_SHARED"].map { URL(filePath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared")
    let folder = shared.appending(path: "golden/tiny")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// Where `full_size.py` wrote; nil unless `JX_FULL_SIZE` names it.
  static let fullSize = ProcessInfo.processInfo.environment["JX_FULL_SIZE"].map { URL(filePath: $0) }

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// Calls `body` with the path of a temporary folder that holds these files.
  static func withFiles<Result>(
    _ files: [String: [UInt8]], _ body: (_ folder: String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "jx-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    return try body(folder.path)
  }

  /// The error that opening a file of these bytes, or reading everything in it, gives; nil if there is none.
  static func refusal(of bytes: [UInt8], name: String = "model.ckpt") throws -> NetError? {
    try withFiles([name: bytes]) { folder in refusal(ofFileAt: folder + "/" + name) }
  }

  /// As ``refusal(of:name:)`` for a file or prefix.
  static func refusal(ofFileAt path: String) -> NetError? {
    do throws(NetError) {
      let checkpoint = try Checkpoint(path: path)
      for variable in checkpoint.variables where variable.element != nil {
        try checkpoint.forEachPiece(of: variable.shape.name) { _ in }
      }
      return nil
    } catch { return error }
  }
}

extension Checkpoint {
  /// The stored bytes of a variable.
  func storedBytes(of name: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachPiece(of: name) { piece in
      unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// The values of a variable in single precision.
  func floats(of name: String) throws -> [Float] {
    var values = [Float](repeating: .nan, count: variable(named: name)?.shape.count ?? 0)
    var span = values.mutableSpan
    try read(name, into: &span)
    return values
  }
}
