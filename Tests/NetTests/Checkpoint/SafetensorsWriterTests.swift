import Foundation
import Net
import Testing

@Suite("SafetensorsWriter")
struct SafetensorsWriterTests {
  private func bytes(
    of writer: SafetensorsWriter, values: [String: [Float]], pieces: ((Int) -> Void)? = nil
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try writer.write(
      to: { piece in
        pieces?(piece.byteCount)
        for index in piece.byteOffsets {
          bytes.append(unsafe piece.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        }
      },
      fill: { shape, span in
        let source = try #require(values[shape.name])
        for index in span.indices { span[index] = source[index] }
      })
    return bytes
  }

  @Test("writes the same bytes as the reference implementation")
  func matchesReference() throws {
    let writer = try SafetensorsWriter(
      tensors: [
        ParameterShape(name: "a/biases", shape: [6]), ParameterShape(name: "a/weights", shape: [2, 3, 4]),
        ParameterShape(name: "empty", shape: [3, 0]), ParameterShape(name: "scalar", shape: []),
      ], metadata: ["note": "quote \" \\ tab \t é", "key": "value"])
    let values: [String: [Float]] = [
      "a/biases": [0, -0.0, 1.5, Float(bitPattern: 1), .infinity, -.infinity],
      "a/weights": (0..<24).map { Float($0) / 7 }, "empty": [], "scalar": [-2.25],
    ]
    let written = try bytes(of: writer, values: values)
    #expect(written == (try SafetensorsFixtures.bytes("single.safetensors")))
    #expect(writer.byteCount == written.count)
  }

  @Test("hands over pieces of at most 1 MiB and keeps every bit")
  func roundTrip() throws {
    let count = 700_001
    let writer = try SafetensorsWriter(tensors: [
      ParameterShape(name: "first", shape: [3]), ParameterShape(name: "second", shape: [count]),
    ])
    var random = RandomStream(seed: 3, purpose: "round trip")
    let second = (0..<count).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
    let written = try bytes(of: writer, values: ["first": [1, 2, 3], "second": second]) {
      #expect($0 <= 1 << 20)
    }
    try SafetensorsFixtures.withFile(written) { path in
      let file = try SafetensorsFile(path: path)
      let isSame = try file.withValues(of: "second") { span in
        span.indices.allSatisfy { span[$0].bitPattern == second[$0].bitPattern }
      }
      #expect(isSame)
    }
  }

  @Test("escapes every control character in names and metadata so that they come back")
  func escapes() throws {
    let text = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) })) + "\"\\/🐦"
    let writer = try SafetensorsWriter(
      tensors: [ParameterShape(name: text, shape: [1])], metadata: [text: text])
    try SafetensorsFixtures.withFile(try bytes(of: writer, values: [text: [1]])) { path in
      let file = try SafetensorsFile(path: path)
      #expect(file.metadata == [text: text])
      #expect(file.tensors.map(\.shape.name) == [text])
    }
  }

  @Test("refuses two tensors of one name and the reserved one", arguments: [["a", "a"], ["__metadata__"]])
  func refusesNames(names: [String]) {
    #expect {
      _ = try SafetensorsWriter(tensors: names.map { ParameterShape(name: $0, shape: [1]) })
    } throws: {
      ($0 as? NetError)?.code == .shapeMismatch
    }
  }
}
