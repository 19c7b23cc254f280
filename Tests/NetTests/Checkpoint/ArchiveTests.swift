import Foundation
import Testing

@testable import Net

@Suite("Archives")
struct ArchiveTests {
  /// A header and contents as POSIX has them.
  private func member(_ path: String, _ contents: [UInt8] = [], type: Character = "0") -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<(offset + text.utf8.count), with: Array(text.utf8))
    }
    put(path, at: 0)
    put(String(contents.count, radix: 8), at: 124)
    put(String(type), at: 156)
    put("ustar", at: 257)
    put("        ", at: 148)
    put(String(header.reduce(0) { $0 + Int($1) }, radix: 8) + "\0", at: 148)
    return header + contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
  }

  private func members(_ bytes: [UInt8]) throws -> [String] {
    try TarArchive(BytesInMemory(bytes)).members.map(\.path)
  }

  private let end = [UInt8](repeating: 0, count: 1024)

  @Test("lists the regular files of a tar archive")
  func listsMembers() throws {
    let long = String(repeating: "n", count: 150)
    let bytes =
      member("./folder", type: "5") + member("./folder/a", [1, 2, 3]) + member("link", type: "2")
      + member("././@LongLink", Array(long.utf8) + [0], type: "L") + member("short", [4])
      + member("pax", Array("14 path=other\n".utf8), type: "x") + member("name", [5]) + end
    #expect(try members(bytes) == ["folder/a", long, "other"])
  }

  @Test(
    "refuses members that climb out of the folder",
    arguments: ["../x", "/etc/passwd", "a/../../x", "a/.."])
  func refusesClimbing(path: String) throws {
    let error = #expect(throws: NetError.self) { try members(member(path, [1]) + end) }
    #expect(error?.found.contains("out of the archive's folder") == true)
  }

  @Test("refuses duplicates, wrong checksums, cut off and absurd members")
  func refusesDamage() throws {
    let good = member("a", [UInt8](repeating: 1, count: 600))
    #expect(throws: NetError.self) { try members(good + good + end) }
    #expect(throws: NetError.self) { try members(Array(good[..<1000])) }
    var flipped = good
    flipped[3] ^= 1
    #expect(throws: NetError.self) { try members(flipped + end) }
    for records in [
      "14 path=other", "999 path=x\n", "x path=y\n", "13 size=-111\n", "26 size=99999999999999999\n",
    ] {
      #expect(throws: NetError.self, "\(records)") {
        try members(member("pax", Array(records.utf8), type: "x") + member("a", [1]) + end)
      }
    }
  }

  @Test("reads gzip at any place in any order, over several members")
  func readsGzipAnywhere() throws {
    let sample = try CheckpointFixtures.bytes("v1")
    let compressed = try CheckpointFixtures.bytes("v1.gz")
    let source = try GzipSource(BytesInMemory(compressed + compressed + compressed))
    let whole = sample + sample + sample
    #expect(source.byteCount == whole.count)
    var random = ByteMutator(seed: 1)
    for _ in 0..<200 {
      let start = random.below(whole.count)
      let range = start..<(start + random.below(whole.count - start + 1))
      #expect(try source.withBytes(range) { $0.copy() } == Array(whole[range]))
    }
  }

  @Test("refuses gzip that is damaged, cut off or grows without end")
  func refusesGzip() throws {
    let compressed = try CheckpointFixtures.bytes("v1.gz")
    for count in [20, compressed.count / 2, compressed.count - 1] {
      #expect(throws: NetError.self) { try GzipSource(BytesInMemory(Array(compressed[..<count]))) }
    }
    var wrong = compressed
    wrong[compressed.count - 6] ^= 1
    #expect(throws: NetError.self) { try GzipSource(BytesInMemory(wrong)) }
    let error = #expect(throws: NetError.self) {
      try GzipSource(BytesInMemory(try CheckpointFixtures.bytes("bomb.gz")))
    }
    #expect(error?.found.contains("compressed ones") == true)
  }
}
