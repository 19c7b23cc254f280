import Foundation
import Synchronization
import TestServer
import Testing

@testable import Experiments

/// Against a server of this machine, which breaks off, lies and refuses.
@Suite("Download")
struct DownloadTests {
  private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 + $0 >> 8) }
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/new/file.bin" }

  init() throws { folder = try TemporaryFolder() }

  private func download(_ address: String, digest: Digest? = nil) -> Download {
    var download = Download(address: address, path: path, digest: digest)
    (download.pauses, download.stallSeconds) = ([0, 0], 1)
    return download
  }

  @discardableResult
  private func fetch(_ server: TestServer, _ target: String = "/file.bin") throws -> [DownloadEvent] {
    var events: [DownloadEvent] = []
    _ = try download(server.address + target).run(isCancelled: { false }, observe: { events.append($0) })
    return events
  }

  private func refusal(_ server: TestServer, _ target: String = "/file.bin") throws -> ExperimentError {
    let error = try #require(throws: ExperimentError.self) { try fetch(server, target) }
    #expect(!FileManager.default.fileExists(atPath: path))
    return error
  }

  private func contents(_ path: String) -> [UInt8] {
    [UInt8](FileManager.default.contents(atPath: path) ?? Data())
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/new")) ?? []).sorted()
  }

  @Test("fetches a file into a new folder and says how far it is")
  func whole() throws {
    let server = try TestServer { .file(Self.bytes, to: $0) }
    let events = try fetch(server)
    #expect(contents(path) == Self.bytes && names == ["file.bin"])
    #expect(events.first == .began(done: 0, total: Self.bytes.count))
    #expect(events.last == .received(done: Self.bytes.count, total: Self.bytes.count))
    #expect(server.requests.count == 1 && server.requests[0].headers["range"] == nil)
  }

  @Test("goes on where the connection broke, as often as it breaks")
  func breaks() throws {
    let server = try TestServer { .file(Self.bytes, to: $0, breakAfter: 70_000) }
    let events = try fetch(server)
    #expect(contents(path) == Self.bytes && names == ["file.bin"])
    #expect(server.requests.map(\.firstByte) == [nil, 70_000, 140_000, 210_000, 280_000])
    #expect(server.requests[1].headers["if-range"] == "\"1\"")
    #expect(events.count { if case .retrying = $0 { true } else { false } } == 4)
  }

  @Test("a later call goes on where an earlier one gave up")
  func continues() throws {
    let isMended = Mutex(false)
    let server = try TestServer { request in
      isMended.withLock { $0 } || request.firstByte == nil
        ? .file(Self.bytes, to: request, breakAfter: request.firstByte == nil ? 100_000 : nil)
        : ServedAnswer("503 Service Unavailable")
    }
    let error = try refusal(server)
    #expect(error.code == .download && error.found.contains(server.address + "/file.bin"), "\(error)")
    #expect(error.found.contains("503 Service Unavailable"))
    #expect(error.remedy.contains("100000 bytes that are here") && error.remedy.contains(path))
    #expect(names == ["file.bin.part", "file.bin.part.json"])
    isMended.withLock { $0 = true }
    let events = try fetch(server)
    #expect(events.first == .began(done: 100_000, total: Self.bytes.count))
    #expect(contents(path) == Self.bytes && names == ["file.bin"])
  }

  @Test(
    "begins anew where the server ignores the range, or the file is another one, or nothing tells that it is not"
  )
  func beginsAnew() throws {
    for kind in 0..<3 {
      let requests = Mutex(0)
      let other = Array(Self.bytes.reversed())
      let server = try TestServer { request in
        let isFirst = requests.withLock { count in
          count += 1
          return count == 1
        }
        switch kind {
        case 0:
          return ServedAnswer(
            headers: [("ETag", "\"1\"")], body: Self.bytes, breakAfter: isFirst ? 5000 : nil)
        case 1:
          return isFirst
            ? .file(Self.bytes, to: request, breakAfter: 5000) : .file(other, tag: "\"2\"", to: request)
        default: return ServedAnswer(body: Self.bytes, breakAfter: isFirst ? 5000 : nil)
        }
      }
      try fetch(server)
      #expect(contents(path) == (kind == 1 ? other : Self.bytes))
      #expect(server.requests.map(\.firstByte) == [nil, kind == 2 ? nil : 5000])
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test("does not put together what does not belong together")
  func refusesOtherParts() throws {
    let server = try TestServer { request in
      guard let first = request.firstByte else { return .file(Self.bytes, to: request, breakAfter: 5000) }
      return ServedAnswer(
        "206 Partial Content", headers: [("Content-Range", "bytes \(first + 1)-299999/300000")],
        body: Array(Self.bytes[(first + 1)...]))
    }
    #expect(try refusal(server).code == .download)
    #expect(try refusal(server).found.contains("another part"))
  }

  @Test("takes a whole part that a killed process left")
  func wholePart() throws {
    let server = try TestServer { .file(Self.bytes, to: $0, breakAfter: 300_000) }
    try fetch(server)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".part")
    let origin = PartialFile.Origin(
      address: server.address + "/file.bin", validator: "\"1\"", byteCount: Self.bytes.count)
    try JSONEncoder().encode(origin).write(to: URL(filePath: path + ".part.json"))
    try fetch(server)
    #expect(contents(path) == Self.bytes && names == ["file.bin"])
    #expect(server.requests.last?.firstByte == 300_000)
    // The same, but longer than the file at the server is now.
    let shorter = try TestServer { .file(Array(Self.bytes[..<1000]), to: $0) }
    try FileManager.default.moveItem(atPath: path, toPath: path + ".part")
    let longer = PartialFile.Origin(
      address: shorter.address + "/file.bin", validator: "\"1\"", byteCount: Self.bytes.count)
    try JSONEncoder().encode(longer).write(to: URL(filePath: path + ".part.json"))
    try fetch(shorter)
    #expect(contents(path) == Array(Self.bytes[..<1000]))
  }

  @Test("does not take a file for whole that is shorter than its announced length")
  func wrongLength() throws {
    let server = try TestServer { _ in
      ServedAnswer(headers: [("Content-Length", "400000"), ("ETag", "\"1\"")], body: Self.bytes)
    }
    let error = try refusal(server)
    #expect(error.code == .download, "\(error)")
    #expect(names == ["file.bin.part", "file.bin.part.json"])
    #expect(server.requests.count == 4)
  }

  @Test("follows redirects, but not in circles")
  func redirects() throws {
    let server = try TestServer { request in
      switch request.target {
      case "/a": ServedAnswer("302 Found", headers: [("Location", "/b")], body: Array("moved".utf8))
      case "/b": .file(Self.bytes, to: request)
      default: ServedAnswer("301 Moved Permanently", headers: [("Location", "/c")])
      }
    }
    try fetch(server, "/a")
    #expect(contents(path) == Self.bytes)
    try FileManager.default.removeItem(atPath: path)
    #expect(try refusal(server, "/c").code == .download)
    #expect(server.requests.count == 2 + 11)
  }

  @Test("names address, status and what to do", arguments: [404, 410, 403, 500])
  func statuses(status: Int) throws {
    let server = try TestServer { _ in
      ServedAnswer("\(status) Because", body: Array("<html>not a file</html>".utf8))
    }
    let error = try refusal(server)
    #expect(error.code == .download && error.found.contains("\(status) Because"), "\(error)")
    #expect(error.found.contains(server.address + "/file.bin") && error.remedy.contains(path))
    #expect(error.remedy.contains("--url") == [404, 410].contains(status))
    #expect(server.requests.count == (status == 500 ? 3 : 1))
    #expect(names.isEmpty)
  }

  @Test("tries again where the server has a bad moment")
  func badMoment() throws {
    let count = Mutex(0)
    let server = try TestServer { request in
      count.withLock { count in
        count += 1
        return count < 3 ? ServedAnswer("502 Bad Gateway") : .file(Self.bytes, to: request)
      }
    }
    try fetch(server)
    #expect(contents(path) == Self.bytes)
  }

  @Test("gives up a server that falls silent, and goes on when it speaks again")
  func silence() throws {
    let server = try TestServer { request in
      var answer = ServedAnswer.file(Self.bytes, to: request)
      if request.firstByte == nil { (answer.breakAfter, answer.isSilent) = (50_000, true) }
      return answer
    }
    let events = try fetch(server)
    #expect(contents(path) == Self.bytes)
    #expect(events.contains(.retrying(reason: "no byte came for 1 s", seconds: 0)), "\(events)")
  }

  @Test("says that nobody is there", arguments: ["http://127.0.0.1:1/x", "http://nowhere.invalid/x"])
  func nobody(address: String) throws {
    let error = try #require(throws: ExperimentError.self) {
      try download(address).run(isCancelled: { false }, observe: { _ in })
    }
    #expect(error.code == .download && error.found.contains(address), "\(error)")
    #expect(error.remedy.contains("http_proxy") && error.remedy.contains(path))
    #expect(names.isEmpty)
  }

  @Test("stops when asked to, and goes on later")
  func cancelled() throws {
    let server = try TestServer { request in
      var answer = ServedAnswer.file(Self.bytes, to: request)
      if request.firstByte == nil { (answer.breakAfter, answer.isSilent) = (50_000, true) }
      return answer
    }
    var stalled = download(server.address + "/x")
    stalled.stallSeconds = 60
    var received = 0
    let error = try #require(throws: ExperimentError.self) {
      try stalled.run(
        isCancelled: { received == 50_000 },
        observe: { event in
          if case .received(let done, _) = event { received = done }
        })
    }
    #expect(error.code == .interrupted)
    _ = try stalled.run(isCancelled: { false }, observe: { _ in })
    #expect(contents(path) == Self.bytes)
  }

  @Test("refuses bytes with another digest, asked for or served, and keeps nothing of them")
  func digests() throws {
    let digest = SHA256.hash("jx")
    // MD5 and SHA-256 of "jx", from md5sum and sha256sum.
    let md5 = "ceTQVUu19cAAwMmq2qUl1g=="
    for (header, value, isRight) in [
      ("X-Goog-Hash", "crc32c=AAAAAA==,md5=\(md5)", true),
      ("X-Goog-Hash", "md5=AAAAAAAAAAAAAAAAAAAAAA==", false),
      ("Repr-Digest", "sha-256=:\(Data(Self.bytes(digest)).base64EncodedString()):", true),
      ("Repr-Digest", "sha-256=:\(Data(count: 32).base64EncodedString()):", false),
      ("X-Goog-Hash", "md5=nonsense", true),
    ] {
      let server = try TestServer { _ in ServedAnswer(headers: [(header, value)], body: Array("jx".utf8)) }
      if isRight {
        try fetch(server)
        try FileManager.default.removeItem(atPath: path)
      } else {
        #expect(try refusal(server).expected.contains("as the server says"))
      }
      #expect(names.isEmpty, "\(value)")
    }
    let server = try TestServer { _ in ServedAnswer(body: Array("jx".utf8)) }
    for (expected, isRight) in [(digest, true), (SHA256.hash("other"), false)] {
      let result = Result {
        try download(server.address + "/x", digest: expected).run(isCancelled: { false }, observe: { _ in })
      }
      #expect((try? result.get().digest) == (isRight ? digest : nil))
    }
  }

  private static func bytes(_ digest: Digest) -> [UInt8] {
    let digits = Array(digest.hexadecimal)
    return stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
  }

  @Test("looks into the file before it gets its name")
  func verifies() throws {
    let server = try TestServer { _ in ServedAnswer(body: Array("<html>login</html>".utf8)) }
    let error = try #require(throws: ExperimentError.self) {
      try download(server.address + "/x").run(
        isCancelled: { false }, observe: { _ in },
        verify: { path in
          #expect(contents(path) == Array("<html>login</html>".utf8))
          throw ExperimentError(.invalidData, found: "no checkpoint")
        })
    }
    #expect(error.found == "no checkpoint" && names.isEmpty)
  }

  @Test("does not disturb another process that fetches the same file")
  func locked() throws {
    try FileTree.makeFolder(folder.path + "/new")
    let other = try PartialFile(of: path)
    try other.append(unsafe Self.bytes.span.bytes)
    let server = try TestServer { .file(Self.bytes, to: $0) }
    #expect(try refusal(server).found.contains("another process"))
    #expect(other.byteCount == Self.bytes.count && server.requests.isEmpty)
  }
}
