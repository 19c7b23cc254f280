import Foundation
import Net
import Testing

@Suite("TensorBoard's events files")
struct TensorBoardEventTests {
  /// What `Tests/Fixtures/tensorboard/generate.py` wrote with TensorBoard's own writer.
  private static let fixture = CheckpointFixtures.root.appending(
    path: "Tests/Fixtures/tensorboard/events.bin")

  private static let events = [
    TensorBoardEvent(wallTime: 1.5e9, step: 0, content: .fileVersion),
    TensorBoardEvent(wallTime: 1.5e9, step: 3, content: .sessionStart),
    TensorBoardEvent(
      wallTime: 1_500_000_000.25, step: 3,
      content: .summary([
        .init(tag: "loss", kind: .scalar(0.125)), .init(tag: "learning_rate", kind: .scalar(1e-4)),
        .init(
          tag: "confusion/clips",
          kind: .picture(png: Array(0...255) + Array(0...255), width: 200, height: 300)),
      ])),
    TensorBoardEvent(
      wallTime: 1_500_000_001, step: 4, content: .summary([.init(tag: "loss", kind: .scalar(.nan))])),
  ]
  private static let entries: [TensorBoardEventFile.Entry] = [
    .sessionStart(step: 3), .summary(step: 3), .summary(step: 4),
  ]

  private static func entries(of bytes: [UInt8]) throws -> [TensorBoardEventFile.Entry] {
    try CheckpointFixtures.withFiles(["events": bytes]) { folder in
      try TensorBoardEventFile.entries(path: folder + "/events")
    }
  }

  @Test("are the bytes that TensorBoard's own writer gives")
  func bytes() throws {
    #expect(Self.events.flatMap(\.record) == Array(try Data(contentsOf: Self.fixture)))
  }

  @Test("are read back, up to a record that was cut off")
  func truncation() throws {
    let bytes = Self.events.flatMap(\.record)
    #expect(try Self.entries(of: bytes) == Self.entries)
    var ends: [Int] = []
    for event in Self.events { ends.append((ends.last ?? 0) + event.record.count) }
    for count in Set(stride(from: 0, to: bytes.count, by: 11)).union(ends.flatMap { [$0 - 1, $0] })
    where count < bytes.count {
      let whole = ends.count { $0 <= count }
      #expect(try Self.entries(of: Array(bytes[..<count])) == Array(Self.entries.prefix(max(0, whole - 1))))
    }
  }

  @Test("a flipped bit ends the reading there, and no length leads beyond the file")
  func damage() throws {
    let bytes = Self.events.flatMap(\.record)
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      let found = try Self.entries(of: damaged)
      #expect(found.count < Self.entries.count && found == Array(Self.entries.prefix(found.count)))
    }
    // A length of 2⁶⁴ − 1 whose checksum is right.
    let length = [UInt8](repeating: 0xff, count: 8)
    let absurd = bytes + length + [0xa6, 0x7b, 0x11, 0x3a] + bytes
    #expect(try Self.entries(of: absurd) == Self.entries)
    var mutator = ByteMutator(seed: 17)
    for _ in 0..<60 { _ = try Self.entries(of: mutator.mutated(bytes)) }
  }
}
