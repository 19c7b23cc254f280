import Foundation
import Testing

@testable import Net

/// Files that are well-formed as far as checksums go, and lie about everything else.
@Suite("Checkpoint, hostile files")
struct HostileCheckpointTests {
  private static let float = 1

  /// A V1 checkpoint that lists variables of these shapes, and holds one value of each.
  private func v1(_ variables: [(name: String, shape: [Int])]) -> [UInt8] {
    let tensors = variables.flatMap { name, shape in
      TableWriter.field(
        1,
        TableWriter.field(1, Array(name.utf8))
          + TableWriter.field(2, shape.flatMap { TableWriter.field(2, TableWriter.field(1, $0)) })
          + TableWriter.field(3, Self.float)
          + TableWriter.field(4, shape.flatMap { _ in TableWriter.field(1, [UInt8]()) }))
    }
    return TableWriter.table([(key: [], value: TableWriter.field(1, tensors))])
  }

  /// The index of a V2 checkpoint with one entry.
  private func v2(shape: [Int], offset: Int, size: Int, shard: Int = 0) -> [UInt8] {
    let dimensions = shape.flatMap { TableWriter.field(2, TableWriter.field(1, $0)) }
    let header = TableWriter.field(1, 1)
    let entry =
      TableWriter.field(1, Self.float) + TableWriter.field(2, dimensions) + TableWriter.field(3, shard)
      + TableWriter.field(4, offset) + TableWriter.field(5, size)
    return TableWriter.table([(key: [], value: header), (key: Array("w".utf8), value: entry)])
  }

  private func npz(_ members: [(name: String, header: [UInt8])]) throws -> [UInt8] {
    var (writer, bytes) = (NPZWriter(), [UInt8]())
    for (name, header) in members {
      var checksum = ZipChecksum()
      checksum.append(unsafe header.span.bytes)
      bytes += try writer.begin(name, byteCount: header.count, checksum: checksum.value) + header
    }
    return bytes + writer.end()
  }

  @Test(
    "V1: refuses shapes whose product overflows or that the file cannot hold",
    arguments: [[1 << 40, 1 << 40], [.max], [-1], [1 << 57], [1 << 20, 1 << 20], [100_000]])
  func v1Shapes(shape: [Int]) throws {
    let error = try #require(try CheckpointFixtures.refusal(of: v1([("w", shape)])))
    #expect(
      error.found.contains("absurd shape") || error.found.contains("more than the file can hold"), "\(error)")
  }

  @Test("V1: refuses a variable that is listed twice, and one that is listed but not there")
  func v1Lists() throws {
    let twice = try #require(try CheckpointFixtures.refusal(of: v1([("w", [2]), ("w", [2])])))
    #expect(twice.code == .malformedFile && twice.found.contains("'w'"), "\(twice)")
    let absent = try #require(try CheckpointFixtures.refusal(of: v1([("w", [2])])))
    #expect(absent.found.contains("is listed, but a part of its values is missing"), "\(absent)")
  }

  @Test(
    "V2: refuses places beyond the data file, sizes that are not the shape's, and files that are not there")
  func v2Places() throws {
    for (index, text) in [
      (v2(shape: [2], offset: 1 << 62, size: 8), "claims"), (v2(shape: [2], offset: -8, size: 8), "w"),
      (v2(shape: [2], offset: 60, size: 8), "claims"),
      (v2(shape: [1 << 40, 1 << 40], offset: 0, size: 8), "absurd"),
      (v2(shape: [3], offset: 0, size: 8), "w"), (v2(shape: [2], offset: 0, size: 8, shard: 7), "w"),
    ] {
      try CheckpointFixtures.withFiles([
        "m.index": index, "m.data-00000-of-00001": [UInt8](repeating: 0, count: 64),
      ]) { folder in
        let error = try #require(CheckpointFixtures.refusal(ofFileAt: folder + "/m"))
        #expect(error.code == .malformedFile && error.found.contains(text), "\(error)")
      }
    }
  }

  @Test("npz: refuses shapes whose product overflows, and one name twice")
  func npzMembers() throws {
    func header(_ shape: String) -> [UInt8] {
      let text = Array("{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }\n".utf8)
      return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text
    }
    for shape in ["1099511627776, 1099511627776", "99999999999999999999", "1000000"] {
      let error = try #require(
        try CheckpointFixtures.refusal(of: npz([("w.npy", header(shape))]), name: "x.npz"))
      #expect(error.code == .malformedFile && error.found.contains("w"), "\(error)")
    }
    let twice = try npz([("w.npy", header("0")), ("w.npy", header("0"))])
    let error = try #require(try CheckpointFixtures.refusal(of: twice, name: "x.npz"))
    #expect(error.found.contains("w.npy"), "\(error)")
  }
}
