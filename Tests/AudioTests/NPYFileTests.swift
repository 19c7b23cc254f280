import Audio
import Testing

@Suite("NumPy files")
struct NPYFileTests {
  @Test(
    "What is written is read again", arguments: [[], [0], [5], [2, 3], [2, 96, 64], [1, 0, 7]] as [[Int]])
  func roundTrip(shape: [Int]) throws {
    var random = TestRandom(seed: 5)
    let file = NPYFile(shape: shape, values: random.samples(shape.reduce(1, *)))
    let folder = try TemporaryFolder()
    try file.write(to: folder.path + "/a.npy")
    #expect(try NPYFile(reading: folder.path + "/a.npy") == file)
    #expect(folder.names == ["a.npy"])
  }

  @Test("Bytes are those that NumPy writes")
  func bytes() throws {
    let path = Fixture.path("chirp_16k.logmel.npy")
    let folder = try TemporaryFolder()
    try NPYFile(reading: path).write(to: folder.path + "/a.npy")
    #expect(try fileBytes(folder.path + "/a.npy") == fileBytes(path))
  }

  @Test("Double precision is read and rounded")
  func doubles() throws {
    let values = [0.1, -2.5, 1e300]
    let bytes =
      header("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }")
      + values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) } }
    let folder = try TemporaryFolder()
    let file = try NPYFile(reading: folder.write(bytes, as: "d.npy"))
    #expect(file.values == [0.1, -2.5, .infinity])
  }

  @Test(
    "Other types and orders are refused with what was found",
    arguments: [
      "{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }",
    ])
  func unsupported(text: String) throws {
    #expect(try failure(header(text) + [0, 0, 0, 0])?.code == .unsupportedFormat)
  }

  @Test(
    "Headers that are none are refused",
    arguments: [
      "", "{", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
      "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
    ])
  func malformed(text: String) throws {
    #expect(try failure(header(text) + [0, 0, 0, 0])?.code == .malformed)
  }

  @Test("A shape beyond the limit or beyond 64 bits is refused before anything is allocated")
  func absurdShape() throws {
    for shape in ["(4611686018427387904, 4)", "(1073741825,)", "(9223372036854775807,)"] {
      let text = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
      #expect(try failure(header(text))?.code == .tooLong)
    }
  }

  @Test("Every truncation is an error")
  func truncations() throws {
    let bytes =
      header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }") + [0, 0, 128, 63, 0, 0, 0, 64]
    for count in 0..<bytes.count { #expect(try failure(Array(bytes[..<count]))?.code == .malformed) }
  }

  @Test("Flipped bits give an error or an array whose shape fits")
  func mutations() throws {
    let bytes =
      header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }") + [0, 0, 128, 63, 0, 0, 0, 64]
    let folder = try TemporaryFolder()
    for place in 0..<bytes.count {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        let path = try folder.write(changed, as: "m.npy")
        if let file = try? NPYFile(reading: path) {
          #expect(file.shape.reduce(1, *) == file.values.count && file.values.count <= 2)
        }
      }
    }
  }

  @Test("A folder that isn't there is an error, and nothing is left behind")
  func unwritable() throws {
    let error = #expect(throws: AudioError.self) {
      try NPYFile(shape: [1], values: [1]).write(to: "/nonexistent/a.npy")
    }
    #expect(error?.code == .writeFailed)
    #expect(error?.file == "/nonexistent/a.npy")
  }

  private func header(_ text: String) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
  }

  private func failure(_ bytes: [UInt8]) throws -> AudioError? {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, as: "bad.npy")
    let error = #expect(throws: AudioError.self) { try NPYFile(reading: path) }
    #expect(error?.file == path)
    return error
  }
}
