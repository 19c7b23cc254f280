import Foundation
import Net
import Testing

@Suite("SafetensorsFile")
struct SafetensorsFileTests {
  private func read(_ name: String, from file: borrowing SafetensorsFile) throws -> [Float] {
    let tensor = file.tensor(named: name)
    var values = [Float](repeating: .nan, count: try #require(tensor).shape.count)
    var span = values.mutableSpan
    try file.read(name, into: &span)
    return values
  }

  @Test("reads what the reference implementation wrote, bit for bit")
  func readsSingle() throws {
    let file = try SafetensorsFile(path: SafetensorsFixtures.path("single.safetensors"))
    #expect(file.tensors.map(\.shape.name) == ["a/biases", "a/weights", "empty", "scalar"])
    #expect(file.tensors.map(\.shape.shape) == [[6], [2, 3, 4], [3, 0], []])
    #expect(file.metadata == ["note": "quote \" \\ tab \t é", "key": "value"])
    let biases = try read("a/biases", from: file)
    #expect(biases.map(\.bitPattern) == [0, 0x8000_0000, 0x3fc0_0000, 1, 0x7f80_0000, 0xff80_0000])
    #expect(try read("a/weights", from: file) == (0..<24).map { Float($0) / 7 })
    #expect(try read("empty", from: file).isEmpty)
    #expect(try read("scalar", from: file) == [-2.25])
  }

  @Test(
    "converts every element type",
    arguments: [
      ("bool", [0, 0, 1, 1, 1, 1]), ("u8", [0, 1, 2, 100, 3, 17]), ("i8", [0, -1, -2, -100, -3, -17]),
      ("i16", [0, -300, -600, -30000, -900, -5100]), ("i32", [0, -7e4, -14e4, -7e6, -21e4, -119e4]),
      ("i64", [0, -3e9, -6e9, -3e11, -9e9, -51e9]), ("f16", [0, 0.125, 0.25, 12.5, 0.375, 2.125]),
      ("bf16", [0, 0.125, 0.25, 12.5, 0.375, 2.125]), ("f64", [0, 1 / 3, 2 / 3, 100 / 3, 1, 17 / 3]),
      ("f32", [0, 1 / 3, 2 / 3, 100 / 3, 1, 17 / 3]),
    ] as [(String, [Float])])
  func converts(name: String, expected: [Float]) throws {
    let file = try SafetensorsFile(path: SafetensorsFixtures.path("mixed.safetensors"))
    #expect(try read(name, from: file) == expected)
    #expect(try file.withValues(of: name) { span in span.indices.map { span[$0] } } == expected)
  }

  @Test("reads tensors that are not aligned in memory")
  func readsUnaligned() throws {
    let header =
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}"#
    var bytes = SafetensorsFixtures.file(header: header, dataCount: 0)
    bytes += [7, 0, 0, 0xc0, 0x3f]
    try SafetensorsFixtures.withFile(bytes) { path in
      let file = try SafetensorsFile(path: path)
      #expect(try read("b", from: file) == [1.5])
      #expect(try file.withValues(of: "b") { $0[0] } == 1.5)
    }
  }

  @Test("names an unknown tensor and a wrong count")
  func refusesRequests() throws {
    let file = try SafetensorsFile(path: SafetensorsFixtures.path("single.safetensors"))
    var values: [Float] = [0, 0]
    var span = values.mutableSpan
    do throws(NetError) {
      try file.read("nosuch", into: &span)
      Issue.record("an unknown tensor was read")
    } catch { #expect(error.code == .unknownName) }
    do throws(NetError) {
      try file.read("a/biases", into: &span)
      Issue.record("6 values went into 2")
    } catch { #expect(error.code == .shapeMismatch) }
  }

  @Test("gives the whole file in pieces")
  func pieces() throws {
    let file = try SafetensorsFile(path: SafetensorsFixtures.path("single.safetensors"))
    var bytes: [UInt8] = []
    file.forEachPiece(ofAtMost: 100) { piece in
      for index in piece.byteOffsets {
        bytes.append(unsafe piece.unsafeLoad(fromByteOffset: index, as: UInt8.self))
      }
    }
    #expect(bytes == (try SafetensorsFixtures.bytes("single.safetensors")))
  }

  @Test(
    "says that a missing file or a folder can't be read", arguments: ["/nonexistent/x.safetensors", "/tmp"])
  func refusesPaths(path: String) {
    #expect { _ = try SafetensorsFile(path: path) } throws: {
      ($0 as? NetError)?.code == (path.hasPrefix("/nonexistent") ? .missingFile : .inputOutput)
    }
  }
}
