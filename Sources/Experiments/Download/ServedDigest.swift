internal import CCrypto
internal import Foundation

/// A digest of the whole file that a server sends along with it.
enum ServedDigest: Hashable {
  /// Google Cloud Storage: `x-goog-hash: md5=<base64>`.
  case md5(Data)
  /// RFC 9530: `Repr-Digest: sha-256=:<base64>:`.
  case sha256(Data)

  /// The digest in an answer; nil if it has none.
  init?(_ response: HTTPResponse) {
    if let digest = Self.value("sha-256=:", in: response["repr-digest"], until: ":"), digest.count == 32 {
      self = .sha256(digest)
    } else if let digest = Self.value("md5=", in: response["x-goog-hash"], until: ","), digest.count == 16 {
      self = .md5(digest)
    } else {
      return nil
    }
  }

  /// The digest's name and digits.
  var description: String {
    switch self {
    case .md5(let data): "MD5 " + Self.hexadecimal(data)
    case .sha256(let data): "SHA-256 " + Self.hexadecimal(data)
    }
  }

  /// The same digest of a file; throws ``ExperimentError`` if it can't be read.
  func same(ofFileAt path: String) throws(ExperimentError) -> ServedDigest {
    switch self {
    case .md5: .md5(try Self.md5(path))
    case .sha256: .sha256(Data(Self.bytes(try SHA256.hash(fileAt: path).digest)))
    }
  }

  private static func value(_ name: String, in header: String?, until end: Character) -> Data? {
    guard let header, let start = header.range(of: name)?.upperBound else { return nil }
    return Data(base64Encoded: String(header[start...].prefix { $0 != end && $0 != " " }))
  }

  private static func md5(_ path: String) throws(ExperimentError) -> Data {
    let file = try FileDescriptor(reading: path)
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("no memory for a hash context") }
    defer { unsafe EVP_MD_CTX_free(context) }
    var isFine = unsafe EVP_DigestInit_ex(context, EVP_md5(), nil) == 1
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = try file.read(into: &buffer), count > 0 {
      isFine = unsafe EVP_DigestUpdate(context, buffer, count) == 1 && isFine
    }
    var digest = [UInt8](repeating: 0, count: 16)
    isFine = unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1 && isFine
    guard isFine else { throw ExperimentError(.unsupported, found: "libcrypto refuses MD5") }
    return Data(digest)
  }

  private static func bytes(_ digest: Digest) -> [UInt8] {
    let digits = Array(digest.hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }

  private static func hexadecimal(_ data: Data) -> String {
    data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
