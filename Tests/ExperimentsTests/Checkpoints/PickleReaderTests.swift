import Foundation
import Testing

@testable import Experiments

@Suite("PickleReader")
struct PickleReaderTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/checkpoints/pickles")

  private func read(_ bytes: [UInt8]) throws -> PickleValue {
    try PickleReader.read(bytes, path: "test.pickle")
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appending(path: name)))
  }

  private func pair(_ key: String, _ value: PickleValue) -> PicklePair {
    PicklePair(key: .text(key), value: value)
  }

  @Test("reads what Python wrote, in every protocol", arguments: 0...5)
  func readsProtocol(version: Int) throws {
    let shared = PickleValue.list([.text("Turdus_merula"), .text("Grünfink \\ 'x' \n")])
    let long = PickleValue.text(String(repeating: "a", count: 300))
    let expected = PickleValue.dictionary([
      pair("names", shared), pair("again", shared),
      pair(
        "numbers",
        .tuple([
          .integer(0), .integer(255), .integer(256), .integer(65536), .integer(-1), .integer(-2_147_483_648),
          .integer(1 << 40), .integer(.min), .integer(.max),
        ])),
      pair("reals", .list([.real(0.1), .real(-.infinity), .real(1e300)])),
      pair("truth", .tuple([.integer(1), .integer(0)])),
      pair(
        "tuples",
        .list([.tuple([]), .tuple([.integer(1)]), .tuple([.integer(1), .integer(2), .integer(3)])])),
      pair("empty", .dictionary([])), pair("long", long),
      PicklePair(key: .integer(7), value: .text("seven")),
    ])
    #expect(try read(bytes("data-\(version).pickle")) == expected)
  }

  @Test("gives the ids of a class map and the order of a class list")
  func classFiles() throws {
    let map = try ClassIDs(path: Self.folder.appending(path: "bird_id_map.pickle").path)
    #expect(map.ids.count == 194 && map.ids["Genus_species042"] == 42)
    let list = try ClassIDs(path: Self.folder.appending(path: "train_id_list_1.0.0.pickle").path)
    let names = try list.orderedNames()
    #expect(names.count == 195 && names[0] == "Genus_species193" && names[194] == "Noise_noise")
  }

  @Test(
    "refuses by name what could run code",
    arguments: [
      ("reduce-0.pickle", "GLOBAL"), ("reduce-2.pickle", "GLOBAL"), ("reduce-4.pickle", "STACK_GLOBAL"),
      ("none.pickle", "NONE"), ("set.pickle", "EMPTY_SET"), ("bytes.pickle", "SHORT_BINBYTES"),
    ])
  func refusesCode(name: String, opcode: String) throws {
    let error = try #require(throws: ExperimentError.self) { try read(bytes(name)) }
    #expect(error.code == .invalidData && error.found.contains(opcode), "\(error)")
  }

  @Test("refuses cycles, values nested too deep, and sharing without end")
  func refusesCycles() throws {
    // ]q\0h\0a. — a list that contains itself.
    let cycle: [UInt8] = [0x5d, 0x71, 0, 0x68, 0, 0x61, 0x2e]
    let deep = [UInt8](repeating: 0x5d, count: 500) + [UInt8](repeating: 0x61, count: 499) + [0x2e]
    // Thirty lists, each twice in the next: 2³⁰ values.
    var shared: [UInt8] = [0x4b, 1]
    for _ in 0..<30 { shared += [0x32, 0x86] }
    for bytes in [cycle, deep, shared + [0x2e]] {
      let error = try #require(throws: ExperimentError.self) { try read(bytes) }
      #expect(error.found.contains("without end"), "\(error)")
    }
  }

  @Test("refuses a key that is set twice")
  func refusesDuplicateKeys() throws {
    // }(U\1aK\1U\1aK\2u.
    let bytes: [UInt8] = [0x7d, 0x28, 0x55, 1, 97, 0x4b, 1, 0x55, 1, 97, 0x4b, 2, 0x75, 0x2e]
    let error = try #require(throws: ExperimentError.self) { try read(bytes) }
    #expect(error.found.contains("twice"))
  }

  @Test(
    "refuses damaged pickles",
    arguments: [
      [], [0x2e], [0x80, 6, 0x2e], [0x4b], [0x58, 0xff, 0xff, 0xff, 0xff, 97, 0x2e],
      [0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x2e], [0x61, 0x2e], [0x74, 0x2e],
      [0x28, 0x30, 0x2e],
      [0x68, 3, 0x2e], [0x4b, 1, 0x4b, 2, 0x61, 0x2e], [0x7d, 0x28, 0x4b, 1, 0x75, 0x2e], [0xff, 0x2e],
      [0x49, 0x31, 0x78, 0x0a, 0x2e], [0x53, 0x78, 0x0a, 0x2e], [0x55, 1, 0xff, 0x2e],
      [0x8a, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0x2e],
    ] as [[UInt8]])
  func refusesDamage(bytes: [UInt8]) {
    #expect(throws: ExperimentError.self) { try read(bytes) }
  }

  @Test("survives truncations and changed bytes", arguments: 0...5)
  func survivesMutation(version: Int) throws {
    let bytes = try bytes("data-\(version).pickle")
    for count in 0..<bytes.count {
      #expect(throws: ExperimentError.self) { try read(Array(bytes[..<count])) }
    }
    var random = SplitMix(state: UInt64(version))
    for _ in 0..<2000 {
      var mutated = bytes
      for _ in 0...(Int(random.next() % 3)) {
        mutated[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      do { _ = try read(mutated) } catch is ExperimentError {}
    }
  }
}
