import Foundation
import Testing

@Suite("jx spectrogram")
struct SpectrogramCommandTests {
  private static func clip(_ bench: Workbench) throws -> String {
    let species = try #require(bench.names(in: "demo").first { $0.hasPrefix("Demo") })
    return "demo/\(species)/" + (try #require(bench.names(in: "demo/\(species)").first))
  }

  @Test("draws a PNG of the size that it names")
  func picture() throws {
    let bench = try Workbench.withRecordings()
    let outcome = try bench.jx("spectrogram", Self.clip(bench), "-o", "out.png")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let bytes = try bench.bytes("out.png")
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    func number(_ place: Int) -> Int { bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    #expect(String(decoding: bytes[12..<16], as: UTF8.self) == "IHDR")
    #expect(outcome.output == "out.png: \(number(16)) × \(number(20)) pixels, 1.00 s of sound\n")
    #expect(bytes.suffix(8).prefix(4) == Array("IEND".utf8)[...])
    #expect(bench.names().filter { $0.hasPrefix("out") } == ["out.png"])
  }

  @Test("writes the examples as a NumPy array of the shape that it names")
  func numbers() throws {
    let bench = try Workbench.withRecordings()
    let outcome = try bench.jx("spectrogram", Self.clip(bench), "--output", "out.npy")
    #expect(outcome.status == 0 && outcome.output == "out.npy: [1, 96, 64], 1.00 s of sound\n")
    let bytes = try bench.bytes("out.npy")
    #expect(Array(bytes.prefix(6)) == [0x93] + Array("NUMPY".utf8))
    let header = String(decoding: bytes[10..<128], as: UTF8.self)
    #expect(header.contains("'descr': '<f4'") && header.contains("(1, 96, 64)"))
    #expect(bytes.count == 128 + 96 * 64 * 4)
  }

  @Test("refuses what is no recording, a missing file and a folder that can't be written, leaving nothing")
  func refusals() throws {
    let bench = try Workbench.withRecordings()
    let before = bench.names()
    let text = try bench.jx("spectrogram", "tiny.yaml", "-o", "out.png")
    #expect(text.status == 1 && text.errors.contains("tiny.yaml"), "\(text)")
    let missing = try bench.jx("spectrogram", "nosuch.wav", "-o", "out.png")
    #expect(missing.status == 66 && missing.errors.contains("nosuch.wav"), "\(missing)")
    for name in ["x.png", "x.npy"] {
      let folder = try bench.jx("spectrogram", Self.clip(bench), "-o", "nosuch/" + name)
      #expect(folder.status == 1 || folder.status == 66, "\(folder)")
      #expect(folder.errors.contains("nosuch/\(name)"), "\(folder)")
    }
    #expect(bench.names() == before)
  }
}
