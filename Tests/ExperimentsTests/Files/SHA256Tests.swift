import Experiments
import Foundation
import Testing

@Suite("SHA256")
struct SHA256Tests {
  /// The examples of FIPS 180-4's companion (NIST CSRC, "SHA256.pdf").
  @Test(
    "gives the digests of the standard's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func examples(text: String, digest: String) {
    #expect(SHA256.hash(text).hexadecimal == digest)
  }

  @Test("doesn't care how the bytes are cut into pieces", arguments: [1, 63, 64, 65, 1000])
  func pieces(size: Int) {
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var whole = SHA256()
    whole.update(unsafe bytes.span.bytes)
    var cut = SHA256()
    for start in stride(from: 0, to: bytes.count, by: size) {
      cut.update(unsafe bytes.span.extracting(start..<min(start + size, bytes.count)).bytes)
    }
    let (expected, digest) = (whole.finish(), cut.finish())
    #expect(digest == expected)
  }

  @Test("hashes a file of several pieces, and says that one is missing")
  func files() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
    try Data(bytes).write(to: URL(filePath: folder.path + "/x"))
    var whole = SHA256()
    whole.update(unsafe bytes.span.bytes)
    let expected = whole.finish()
    let (digest, byteCount) = try SHA256.hash(fileAt: folder.path + "/x")
    #expect(digest == expected)
    #expect(byteCount == bytes.count)
    #expect { _ = try SHA256.hash(fileAt: folder.path + "/y") } throws: {
      ($0 as? ExperimentError)?.code == .missingFile
    }
  }

  @Test("refuses text that is no digest", arguments: ["", "ab", String(repeating: "A", count: 64)])
  func refuses(text: String) {
    #expect(Digest(hexadecimal: text) == nil)
  }
}
