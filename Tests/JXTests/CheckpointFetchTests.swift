import Foundation
import Net
import TestServer
import Testing

@testable import Experiments

@Suite("jx checkpoint fetch")
struct CheckpointFetchTests {
  private static let place = "cache/checkpoints/vggish_model.ckpt"

  /// A checkpoint of VGGish two filters wide, under the name of Google's.
  private static func checkpoint() throws -> [UInt8] {
    let parameters = Network.vggish(width: 2, classes: 1).parameters.filter { $0.name.hasPrefix("vggish/") }
    let writer = try SafetensorsWriter(tensors: parameters)
    var bytes: [UInt8] = []
    try writer.write(
      to: { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } },
      fill: { _, values in for index in values.indices { values[index] = 0.125 } })
    return bytes
  }

  private func jx(
    _ bench: Workbench, _ arguments: [String], _ environment: [String: String] = [:],
    behind prefix: [String] = []
  ) throws -> Program.Outcome {
    try Program.start(
      prefix + [Program.path] + arguments, in: bench.path,
      environment: bench.environment.merging(environment) { $1 }
    ).finish()
  }

  @Test("puts the file into the cache folder, once, and tells digest and size")
  func fetches() throws {
    let (bench, bytes) = (try Workbench(), try Self.checkpoint())
    let server = try TestServer { .file(bytes, to: $0) }
    let address = server.address + "/x.ckpt"
    let first = try jx(bench, ["checkpoint", "fetch", "google", "--url", address, "--json"])
    #expect(first.status == 0 && first.errors == "fetching \(address)\n", "\(first)")
    #expect(try bench.bytes(Self.place) == bytes)
    #expect(bench.names(in: "cache/checkpoints") == ["vggish_model.ckpt"])
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
    let digest = try SHA256.hash(fileAt: bench.path + "/" + Self.place).digest.hexadecimal
    #expect(facts["bytes"] as? Int == bytes.count && facts["sha256"] as? String == digest)
    #expect(facts["fetched"] as? Bool == true)
    let second = try jx(bench, ["checkpoint", "fetch", "google", "--url", address])
    #expect(second.status == 0 && second.output.contains("was there already") && second.errors.isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test("puts it where it is told to: --to, and JX_CHECKPOINTS, where a run finds it")
  func folders() throws {
    let (bench, bytes) = (try Workbench.withRecordings(), try Self.checkpoint())
    let server = try TestServer { .file(bytes, to: $0) }
    let to = try jx(bench, ["checkpoint", "fetch", "google", "--url", server.address + "/x", "--to", "a/b"])
    #expect(to.status == 0 && bench.names(in: "a/b") == ["vggish_model.ckpt"], "\(to)")
    let folder = [
      "JX_CHECKPOINTS": bench.path + "/shelf", "JX_CHECKPOINT_MIRROR": server.address + "/mirror",
    ]
    let shelf = try jx(bench, ["checkpoint", "fetch", "google"], folder)
    #expect(shelf.status == 0 && bench.names(in: "shelf") == ["vggish_model.ckpt"], "\(shelf)")
    #expect(server.requests.last?.target == "/mirror/vggish_model.ckpt")
    let run = try jx(bench, ["run", "tiny.yaml", "--dry-run", "--set", "model.checkpoint=google"], folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("VGGish with a new head from \(bench.path)/shelf/vggish_model.ckpt"))
  }

  @Test("refuses a page that pretends to be a file, and leaves nothing")
  func page() throws {
    let bench = try Workbench()
    let server = try TestServer { _ in ServedAnswer(body: Array("<html>Please log in</html>".utf8)) }
    let outcome = try jx(bench, ["checkpoint", "fetch", "google", "--url", server.address + "/x"])
    #expect(outcome.status == 1 && outcome.errors.contains("is no checkpoint"), "\(outcome)")
    #expect(outcome.errors.contains(server.address))
    #expect(bench.names(in: "cache/checkpoints").isEmpty)
  }

  @Test("names address and place where it can't, with exit code 1, and for wrong usage 64")
  func failures() throws {
    let bench = try Workbench()
    let server = try TestServer { _ in ServedAnswer("404 Not Found") }
    let missing = try jx(bench, ["checkpoint", "fetch", "jibjib", "--url", server.address + "/x"])
    #expect(missing.status == 1 && missing.output.isEmpty)
    for text in [server.address + "/x", "404 Not Found", "cache/checkpoints/jibjib_model_raw.tgz", "--url"] {
      #expect(missing.errors.contains(text), "\(missing.errors)")
    }
    for (arguments, text) in [
      (["birds"], "no published checkpoint 'birds'"), (["google", "--sha256", "12"], "64 hexadecimal"),
      (["google", "--timeout", "0"], "--timeout 0"), (["google", "--url", "ftp://x/y"], "neither http://"),
    ] {
      let outcome = try jx(bench, ["checkpoint", "fetch"] + arguments)
      #expect(outcome.status == 64 && outcome.errors.contains(text), "\(outcome)")
    }
    #expect(bench.names(in: "cache/checkpoints").isEmpty)
  }

  @Test("asks a proxy where the environment names one, and no proxy where it excepts the host")
  func proxies() throws {
    let (bench, bytes) = (try Workbench(), try Self.checkpoint())
    let proxy = try TestServer { request in
      request.method == "CONNECT" ? ServedAnswer("502 Bad Gateway") : .file(bytes, to: request)
    }
    let server = try TestServer { .file(bytes, to: $0) }
    let environment = ["http_proxy": proxy.address, "https_proxy": proxy.address]
    let through = try jx(
      bench, ["checkpoint", "fetch", "google", "--url", "http://nowhere.invalid/x", "--to", "a"], environment)
    #expect(through.status == 0, "\(through)")
    #expect(proxy.requests.map(\.target) == ["http://nowhere.invalid/x"])
    let excepted = try jx(
      bench, ["checkpoint", "fetch", "google", "--url", server.address + "/x", "--to", "b"],
      environment.merging(["no_proxy": "127.0.0.1"]) { $1 })
    #expect(excepted.status == 0 && proxy.requests.count == 1 && server.requests.count == 1)
    let published = try jx(bench, ["checkpoint", "fetch", "google", "--to", "c"], environment)
    #expect(
      published.status == 1 && published.errors.contains("https://storage.googleapis.com/"), "\(published)")
    #expect(proxy.requests.last?.method == "CONNECT")
    #expect(proxy.requests.last?.target == "storage.googleapis.com:443")
  }

  @Test("Ctrl-C leaves what has come, and the same command goes on behind it")
  func interrupted() throws {
    let (bench, bytes) = (try Workbench(), try Self.checkpoint())
    let server = try TestServer { request in
      var answer = ServedAnswer.file(bytes, to: request)
      if request.firstByte == nil { (answer.breakAfter, answer.isSilent) = (10_000, true) }
      return answer
    }
    let command = ["checkpoint", "fetch", "google", "--url", server.address + "/x"]
    let running = try bench.begin(command)
    let part = bench.path + "/" + Self.place + ".part"
    let deadline = Date.now.addingTimeInterval(30)
    while (try? bench.bytes(Self.place + ".part").count) != 10_000, Date.now < deadline { usleep(5000) }
    running.send(SIGINT)
    let outcome = running.finish()
    #expect(outcome.status == 130 && FileManager.default.fileExists(atPath: part), "\(outcome)")
    let again = try bench.begin(command).finish()
    #expect(again.status == 0 && again.errors.contains("going on behind the 10000 bytes"), "\(again)")
    #expect(try bench.bytes(Self.place) == bytes)
  }

  @Test("a run fetches with --fetch; without, the error names the command; on a terminal it asks")
  func runs() throws {
    let (bench, bytes) = (try Workbench.withRecordings(), try Self.checkpoint())
    let server = try TestServer { .file(bytes, to: $0) }
    let mirror = ["JX_CHECKPOINT_MIRROR": server.address]
    let run = ["run", "tiny.yaml", "--set", "model.checkpoint=google", "--set", "train.epochs=1"]
    let refused = try jx(bench, run, mirror)
    #expect(refused.status == 66 && refused.errors.contains("jx checkpoint fetch google"), "\(refused)")
    #expect(server.requests.isEmpty)
    let script = "/usr/bin/script"
    if FileManager.default.isExecutableFile(atPath: script) {
      let line = ([Program.path] + run).joined(separator: " ")
      for (answer, isFetched) in [("n", false), ("y", true)] {
        let asked = try Program.start(
          ["/bin/sh", "-c", "(sleep 1; echo \(answer); sleep 5) | \(script) -qec '\(line)' /dev/null"],
          in: bench.path,
          environment: bench.environment.merging(mirror) { $1 }
        ).finish()
        #expect(asked.output.contains("[y/N]"), "\(asked)")
        #expect(bench.names(in: "cache/checkpoints").isEmpty != isFetched, "\(asked)")
      }
      try FileManager.default.removeItem(atPath: bench.path + "/cache/checkpoints")
    }
    let fetched = try jx(bench, run + ["--fetch"], mirror)
    #expect(fetched.status == 0 && fetched.errors.contains("fetching \(server.address)"), "\(fetched)")
    #expect(try bench.bytes(Self.place) == bytes)
  }
}
