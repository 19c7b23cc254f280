import Foundation
import Glibc
import Testing

@testable import Experiments

@Suite("ContentIndex")
struct ContentIndexTests {
  private static func identity(_ number: UInt64) -> FileIdentity {
    FileIdentity(words: [1, number, 3, 4, 5])
  }

  @Test("gives back what was noted, over several writers, and takes nothing of a damaged or cut record")
  func records() throws {
    let folder = try TemporaryFolder()
    for round in 0..<2 {
      var index = ContentIndex(cacheFolder: folder.path)
      for number in 0..<3 {
        index.note(SHA256.hash("\(round) \(number)"), of: Self.identity(UInt64(round * 3 + number)))
      }
      index.save()
    }
    let whole = try folder.bytes("contents")
    #expect(whole.count == 6 * 80)
    func known(_ bytes: [UInt8]) throws -> [Digest?] {
      try Data(bytes).write(to: URL(filePath: folder.path + "/contents"))
      let index = ContentIndex(cacheFolder: folder.path)
      return (0..<6).map { index[Self.identity(UInt64($0))] }
    }
    let expected = (0..<6).map { SHA256.hash("\($0 / 3) \($0 % 3)") }
    #expect(try known(whole) == expected)
    for place in stride(from: 0, to: whole.count, by: 7) {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      let found = try known(bytes)
      for record in 0..<6 {
        #expect(found[record] == (record == place / 80 ? nil : expected[record]), "byte \(place)")
      }
    }
    #expect(try known(Array(whole.dropLast(30))).filter { $0 == nil }.count == 1)
    // The next writer cuts off what is left of a record.
    var index = ContentIndex(cacheFolder: folder.path)
    index.note(expected[5], of: Self.identity(5))
    index.save()
    #expect(try folder.bytes("contents") == whole)
  }

  @Test("a file that changed in any way is read again, one that did not is not")
  func changes() throws {
    let bench = try CacheBench()
    let paths = try bench.write([("a.wav", [1, 2])])
    func age() throws {
      // As if it had been written an hour ago; the time of the change itself can't be set.
      var times = [timespec](repeating: timespec(tv_sec: time(nil) - 3600, tv_nsec: 0), count: 2)
      try #require(unsafe utimensat(AT_FDCWD, paths[0], &times, 0) == 0)
    }
    try age()
    let before = try #require(FileIdentity(of: paths[0]))
    #expect(!before.isSettled)
    var settled = before.words
    settled[4] = settled[3]
    #expect(FileIdentity(words: settled).isSettled)
    // An index that lies shows whether it was asked.
    _ = try bench.examples(of: paths)
    var index = ContentIndex(cacheFolder: bench.cache.folder)
    index.note(SHA256.hash("a lie"), of: before)
    index.save()
    #expect(try bench.examples(of: paths).result.contents == [SHA256.hash("a lie")])
    // The same bytes and times, written again.
    try Data([1, 2]).write(to: URL(filePath: paths[0]))
    try age()
    #expect(try bench.examples(of: paths).result.contents == [SHA256.hash("\u{1}\u{2}")])
  }
}
