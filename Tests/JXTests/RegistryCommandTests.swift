import Foundation
import Testing

@Suite("jx registry and jx doctor")
struct RegistryCommandTests {
  private static func benchWithRuns() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    for name in ["one", "two"] {
      #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1", "--name", name).status == 0)
    }
    return bench
  }

  private static func removeDatabase(_ bench: Workbench) throws {
    for name in bench.names(in: "runs") where name.hasPrefix("registry.sqlite") {
      try FileManager.default.removeItem(atPath: bench.path + "/runs/" + name)
    }
  }

  @Test("rebuild restores every run after registry.sqlite was deleted, and names what it could not")
  func rebuild() throws {
    let bench = try Self.benchWithRuns()
    let facts = try [RunFacts("one", in: bench), RunFacts("two", in: bench)]
    let table = try bench.jx("runs").output
    try Self.removeDatabase(bench)
    let lost = try bench.jx("runs")
    #expect(lost.status == 66 && lost.errors.hasSuffix("run folders: jx registry rebuild\n"), "\(lost)")
    let outcome = try bench.jx("registry", "rebuild")
    #expect(outcome.status == 0 && outcome.output == "2 runs restored, 0 were there\n", "\(outcome)")
    #expect(try [RunFacts("one", in: bench), RunFacts("two", in: bench)] == facts)
    #expect(try bench.jx("runs").output == table)
    #expect(try bench.jx("resume", "one", "--epochs", "2").status == 0)

    try Self.removeDatabase(bench)
    let broken = try #require(bench.runFolders().first)
    try bench.write("{}", to: "runs/\(broken)/run.json")
    let partial = try bench.jx("registry", "rebuild", "--json")
    let report = try JSONSerialization.jsonObject(with: Data(partial.output.utf8)) as? [String: Any]
    #expect(partial.status == 1 && (report?["restored"] as? [String])?.count == 1, "\(partial)")
    #expect(
      partial.errors.contains("\(broken) could not be restored: runs/\(broken)/run.json cannot be understood")
    )
    let missing = try bench.jx("registry", "rebuild", "--registry", "nosuch")
    #expect(missing.status == 66 && !bench.names().contains("nosuch"))
  }

  @Test("merge takes the runs of another registry over, which then work here")
  func merge() throws {
    let bench = try Self.benchWithRuns()
    let facts = try RunFacts("two", in: bench)
    let outcome = try bench.jx("registry", "merge", "runs", "--registry", "all")
    #expect(outcome.status == 0 && outcome.output.hasPrefix("2 runs merged, 0 were here; "), "\(outcome)")
    #expect(try RunFacts("two", in: bench, registry: "all") == facts)
    #expect(try bench.jx("doctor", "--registry", "all").status == 0)
    let again = try bench.jx("registry", "merge", "runs", "--registry", "all", "--json")
    let report = try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any]
    #expect(again.status == 0 && (report?["known"] as? [String])?.count == 2, "\(again)")
    try FileManager.default.removeItem(atPath: bench.path + "/runs")
    #expect(try bench.jx("eval", "two", "--registry", "all").status == 0)
    #expect(try bench.jx("resume", "one", "--epochs", "2", "--registry", "all").status == 0)
    let itself = try bench.jx("registry", "merge", "all", "--registry", "all")
    #expect(itself.status == 64 && itself.errors.contains("is the registry itself"))
  }

  @Test("doctor reports a damaged snapshot with its file and ends with 1, and mends what it can")
  func doctor() throws {
    let bench = try Self.benchWithRuns()
    let healthy = try bench.jx("doctor")
    #expect(
      healthy.status == 0 && healthy.output.contains("2 runs, ") && healthy.output.contains("nothing wrong"),
      "\(healthy)")
    for fact in ["libsndfile: ", "OpenBLAS: ", "SQLite: ", "zlib: ", "processor: ", "engine: "] {
      #expect(healthy.lines.contains { $0.hasPrefix(fact) }, "\(fact)")
    }
    let id = try #require(bench.runFolders().first)
    let path = "runs/\(id)/snapshots/epoch-0001.safetensors"
    var bytes = try bench.bytes(path)
    bytes[bytes.count - 1] ^= 1
    try Data(bytes).write(to: URL(filePath: bench.path + "/" + path))
    let damaged = try bench.jx("doctor", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(damaged.output.utf8)) as? [String: Any]
    let findings = object?["findings"] as? [[String: Any]]
    #expect(damaged.status == 1 && findings?.contains { $0["run"] as? String == id } == true, "\(damaged)")
    #expect(try bench.jx("doctor", "--quick").status == 0)
    bytes[bytes.count - 1] ^= 1
    try Data(bytes).write(to: URL(filePath: bench.path + "/" + path))

    try Self.removeDatabase(bench)
    let lost = try bench.jx("doctor")
    #expect(lost.status == 1 && lost.output.contains("registry.sqlite is missing"))
    let mended = try bench.jx("doctor", "--mend")
    #expect(mended.status == 0 && mended.output.contains("mended: "), "\(mended)")
    #expect(try bench.jx("doctor").status == 0)
    #expect(try bench.jx("doctor", "--registry", "nosuch").status == 66)
  }
}
