import Testing

@testable import Experiments

@Suite("Hostile configs")
struct ConfigFuzzTests {
  static let seedText = #"""
    # A config with something of everything.
    name: fuzz
    seed: 7
    data:
      folder: "input/data"
      recording: '^(?<recording>.+?)(?:_\d+)?$'
      split: {folds: {pattern: "^(\\d)-", test: 1}, validation: 0.1}
    features: {hop_seconds: 0.96, pad_short: false}
    model:
      checkpoint: google
      frozen:
        - conv1
        - conv2
    train: {epochs: 60, learning_rate: 1e-4, gradient_clip: null}
    """#

  static let pieces = [
    "&a ", "*a", "!!str ", "|\n", ">", "? ", "- ", ": ", "{", "}", "[", "]", ",", "\"", "'", "\\", "#", "\n",
    "\t",
    "\r", "  ", "\u{85}", "\u{2028}", "\u{FEFF}", "---\n", "...\n", "%YAML 1.1\n", "<<: ", "~", "null",
    "1e999",
    "-0", "(?<recording>", "(", "\\u", "\0", "\u{7F}", "🐦", "data", "folds", "train:\n",
  ]

  @Test(
    "mutated by bytes and pieces are read or refused, and what is read is written and read again",
    arguments: 0..<16)
  func mutations(block: UInt64) throws {
    var random = SplitMix(state: block &* 1_000_003)
    let original = Array(ConfigFuzzTests.seedText.utf8)
    var accepted = 0
    for _ in 0..<150 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
      guard let resolved = try? RunConfig.parse(bytes, path: "c.yaml") else { continue }
      accepted += 1
      #expect(try readConfig(resolved.config.yaml()).config == resolved.config)
    }
    // The test would say nothing if every mutation were refused at once.
    #expect(accepted > 0)
  }

  private func mutate(_ bytes: inout [UInt8], using random: inout SplitMix) {
    let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where !bytes.isEmpty: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...9, using: &random)))
    case 2: bytes.removeSubrange(index...)
    case 3:
      let end = min(bytes.count, index + Int.random(in: 0...40, using: &random))
      bytes.insert(contentsOf: bytes[index..<end], at: index)
    default:
      let piece = ConfigFuzzTests.pieces.randomElement(using: &random) ?? ""
      bytes.insert(contentsOf: Array(piece.utf8), at: index)
    }
  }

  @Test("cut anywhere are read or refused")
  func truncations() {
    let bytes = Array(ConfigFuzzTests.seedText.utf8)
    for end in bytes.indices { _ = try? RunConfig.parse(Array(bytes[..<end]), path: "c.yaml") }
  }

  @Test("an override's value mutated is taken or refused", arguments: 0..<8)
  func overrides(block: UInt64) {
    var random = SplitMix(state: block &+ 77)
    for _ in 0..<100 {
      var bytes = Array("data.split={folds: {count: 5, test: 1}, validation: 0.1}".utf8)
      for _ in 0..<3 { mutate(&bytes, using: &random) }
      _ = try? readConfig("data: {folder: a}", overrides: [String(decoding: bytes, as: UTF8.self)])
    }
  }

  static let bombs: [(String, String)] = [
    (
      "aliases",
      (0..<30).map { "a\($0): &a\($0) [*a\(max(0, $0 - 1)), *a\(max(0, $0 - 1))]" }.joined(separator: "\n")
    ),
    ("aliases as keys", "a: &a {x: 1}\n" + (0..<40).map { "b\($0): &a {? *a : *a}" }.joined(separator: "\n")),
    ("deep lists", String(repeating: "[", count: 500_000)),
    ("deep mappings", String(repeating: "{a: ", count: 250_000)),
    ("deep block lists", String(repeating: "- ", count: 500_000)),
    ("deep block keys", (0..<1400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")),
    ("many keys", (0..<100_000).map { "k\($0): 1" }.joined(separator: "\n")),
    ("many items", "model: {frozen: [" + String(repeating: "a, ", count: 300_000) + "]}"),
    ("one long key", String(repeating: "k", count: 1_000_000) + ": 1"),
    ("one long value", "name: " + String(repeating: "v", count: 1_000_000)),
    ("a long pattern", "data: {folder: a, recording: " + String(repeating: "(a", count: 400_000) + "}"),
    ("more than 1 MiB", String(repeating: "# comment\n", count: 200_000)),
    ("many digits", "seed: " + String(repeating: "9", count: 1_000_000)),
    ("many blanks", String(repeating: " ", count: 1_000_000)),
    ("many line breaks", String(repeating: "\n", count: 1_000_000)),
  ]

  @Test("bombs are refused", .timeLimit(.minutes(1)), arguments: bombs)
  func bomb(name: String, text: String) throws {
    let error = try #require(refusal(text))
    // The message may not carry the bomb on.
    #expect(error.description.utf8.count < 20_000, "\(name)")
  }

  @Test("bytes that are no UTF-8 are refused with their line")
  func encodings() throws {
    let latin = Array("seed: 1\nname: B".utf8) + [0xE4] + Array("r\n".utf8)
    do {
      _ = try RunConfig.parse(latin, path: "c.yaml")
      Issue.record("Latin-1 was read")
    } catch {
      #expect(error.place == "c.yaml:2:1")
      #expect(error.expected == "UTF-8")
    }
    let utf16: [UInt8] = [0xFF, 0xFE, 0x61, 0x00]
    do {
      _ = try RunConfig.parse(utf16, path: "c.yaml")
      Issue.record("UTF-16 was read")
    } catch {
      #expect(error.found == "a text in UTF-16")
    }
  }
}
