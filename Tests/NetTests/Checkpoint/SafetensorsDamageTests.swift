import Foundation
import Net
import Testing

/// Every damaged file must be refused with an error, and none may crash or read outside its bytes.
@Suite("SafetensorsFile, damaged files")
struct SafetensorsDamageTests {
  private func refusal(of bytes: [UInt8]) throws -> NetError? {
    try SafetensorsFixtures.withFile(bytes) { path in
      do throws(NetError) {
        let file = try SafetensorsFile(path: path)
        for tensor in file.tensors {
          var values = [Float](repeating: 0, count: tensor.shape.count)
          var span = values.mutableSpan
          try file.read(tensor.shape.name, into: &span)
        }
        return nil
      } catch { return error }
    }
  }

  @Test(
    "refuses a header that breaks the format",
    arguments: [
      ("{}", 4), ("", 0), ("[]", 0), ("{", 0), ("{}x", 0), ("{\"a\":1}", 0), ("{\"a\":{}}", 0),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 3),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, 4),
      (#"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        8
      ),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        4
      ),
      (
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        8
      ),
      (#"{"a":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,16]}}"#, 16),
      (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0),
      (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}}"#, 4),
      (#"{"__metadata__":{"a":"1","a":"2"}}"#, 0), (#"{"__metadata__":{"a":1}}"#, 0),
      (#"{"__metadata__":{},"__metadata__":{}}"#, 0), (#"{"\ud800":{}}"#, 0), (#"{"\u12":{}}"#, 0),
      (#"{"\q":{}}"#, 0), ("{\"a", 0), ("{\"a\n\":{}}", 0),
    ])
  func refusesHeader(header: String, dataCount: Int) throws {
    let error = try #require(try refusal(of: SafetensorsFixtures.file(header: header, dataCount: dataCount)))
    #expect(error.code == .malformedFile)
  }

  @Test("refuses absurd header lengths", arguments: [UInt64.max, 1 << 63, 100_000_001, 1 << 40, 1, 0])
  func refusesLength(length: UInt64) throws {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array("{}".utf8)
    #expect(try refusal(of: bytes)?.code == .malformedFile)
  }

  @Test("refuses every truncation", arguments: ["single.safetensors", "mixed.safetensors"])
  func refusesTruncation(name: String) throws {
    let bytes = try SafetensorsFixtures.bytes(name)
    for count in 0..<bytes.count {
      #expect(
        try refusal(of: Array(bytes[..<count])) != nil, "\(count) of \(bytes.count) bytes were accepted")
    }
  }

  @Test("survives a flipped bit in every byte of the length and header, and never reads more than the file")
  func survivesFlippedBits() throws {
    let bytes = try SafetensorsFixtures.bytes("single.safetensors")
    let headerEnd = 8 + 0x140
    var random = RandomStream(seed: 2, purpose: "safetensors bits")
    var refusals = 0
    for position in 0..<headerEnd {
      var damaged = bytes
      damaged[position] ^= 1 << UInt8(random.next() % 8)
      if try refusal(of: damaged) != nil { refusals += 1 }
    }
    // Only a flip within a name or a metadata string, 49 characters of the header, gives another valid file.
    #expect(refusals >= headerEnd - 49)
  }

  @Test("survives random bytes behind a plausible beginning")
  func survivesNoise() throws {
    var random = RandomStream(seed: 1, purpose: "safetensors noise")
    for _ in 0..<300 {
      let alphabet = Array(#"{}[]":,\u0123456789abcdefF32Udtypeshapdt_osetmI"#.utf8)
      let header =
        [UInt8(ascii: "{")] + (0..<60).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
      #expect(try refusal(of: [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header) != nil)
    }
  }
}
