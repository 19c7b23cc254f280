import Foundation
import Testing

@Suite("jx cache")
struct CacheCommandTests {
  private static func benchWithCaches() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    let outcome = try bench.jx("run", "tiny.yaml", "--set", "model.frozen=[vggish]")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("activation cache: 15 examples x 4 floats = 240 bytes"))
    return bench
  }

  private static func rows(_ bench: Workbench) throws -> [[String: Any]] {
    let text = try bench.jx("cache", "list", "--json").output
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test("list shows examples and activations as a table, JSON and CSV, and an empty cache as such")
  func list() throws {
    let bench = try Self.benchWithCaches()
    let table = try bench.jx("cache")
    #expect(table.status == 0 && table.errors.isEmpty)
    #expect(table.lines[0].hasPrefix("key ") && table.lines.count == 5)
    #expect(table.lines[1].contains(" log-mel 96 × 64 float32 "))
    #expect(table.lines[2].contains(" vggish/fc2 4 float32 "))
    #expect(table.lines[3].hasSuffix(" in \(bench.path)/cache"))
    let rows = try Self.rows(bench)
    #expect(rows.map { $0["kind"] as? String } == ["examples", "activations"])
    #expect(rows.map { $0["examples"] as? Int } == [15, 15] && rows.map { $0["clips"] as? Int } == [15, 15])
    #expect(rows.allSatisfy { $0["in_use"] as? Bool == false && $0["shards"] as? Int == 1 })
    #expect((rows[1]["source"] as? String)?.contains("engine openblas on ") == true)
    #expect(try bench.jx("cache", "list", "--csv").lines.count == 4)
    let empty = try Workbench().jx("cache", "list")
    #expect(empty.status == 0 && empty.lines[0].hasPrefix("0 bytes in "))
  }

  @Test("verify finds a flipped bit, removes the shard and says so; the next run computes it again")
  func verify() throws {
    let bench = try Self.benchWithCaches()
    #expect(try bench.jx("cache", "verify").output.hasPrefix("2 shards, "))
    let key = try #require(try Self.rows(bench)[1]["key"] as? String)
    let folder = "cache/activations/\(key)"
    let name = try #require(bench.names(in: folder).first { $0.hasSuffix(".safetensors") })
    var bytes = try bench.bytes("\(folder)/\(name)")
    let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
    bytes[header + 100] ^= 4
    try Data(bytes).write(to: URL(filePath: "\(bench.path)/\(folder)/\(name)"))
    let outcome = try bench.jx("cache", "verify")
    #expect(outcome.status == 1)
    #expect(outcome.lines[0].hasPrefix("removed \(bench.path)/\(folder)/\(name): row 6 has the checksum"))
    #expect(outcome.lines[1].hasSuffix(": 1 damaged"))
    #expect(try bench.jx("cache", "verify", "--json").status == 0)
    let again = try bench.jx("run", "tiny.yaml", "--set", "model.frozen=[vggish]")
    #expect(again.status == 0 && again.errors.contains("240 bytes\n"), "\(again.errors)")
    #expect(try bench.jx("cache", "verify", key).output.hasPrefix("1 shards, "))
  }

  @Test("prune removes what is asked for, and nothing unless it is")
  func prune() throws {
    let bench = try Self.benchWithCaches()
    let keys = try Self.rows(bench).compactMap { $0["key"] as? String }
    let none = try bench.jx("cache", "prune")
    #expect(none.status == 64 && none.errors.contains("--older-than"))
    #expect(try bench.jx("cache", "prune", "--all", "--limit-gb", "1").status == 64)
    #expect(try bench.jx("cache", "prune", "--limit-gb", "-1").status == 64)
    let unknown = try bench.jx("cache", "prune", "zzz")
    #expect(unknown.status == 66 && unknown.errors.contains("begins with 'zzz'"))
    #expect(try bench.jx("cache", "prune", "--older-than", "1").output == "freed 0 bytes\n")
    let dry = try bench.jx("cache", "prune", "--all", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("would free "), "\(dry)")
    #expect(try Self.rows(bench).count == 2)
    let one = try bench.jx("cache", "prune", keys[1])
    #expect(one.status == 0 && one.lines[1].hasPrefix(keys[1]))
    #expect(try Self.rows(bench).compactMap { $0["key"] as? String } == [keys[0]])
    #expect(try bench.jx("cache", "prune", "--limit-gb", "0", "--json").output.contains(keys[0]))
    #expect(try Self.rows(bench).isEmpty)
  }
}
