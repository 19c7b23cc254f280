import Foundation
import Testing

@Suite("tag, note, delete, restore and gc")
struct HousekeepingCommandTests {
  private static func benchWithRun() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1", "--tag", "draft").status == 0)
    return bench
  }

  @Test("tag adds and removes, note replaces and appends")
  func labels() throws {
    let bench = try Self.benchWithRun()
    let id = try #require(bench.runFolders().first)
    let tagged = try bench.jx("tag", "last", "+kept", "first", "-draft")
    #expect(tagged.status == 0 && tagged.output == "run \(id): tags first, kept\n", "\(tagged)")
    #expect(try bench.jx("tag", "tiny", "--csv").output == "id,tag\n\(id),first\n\(id),kept\n")
    let absent = try bench.jx("tag", "last", "-nosuch")
    #expect(absent.status == 0 && absent.errors.contains("has no tag 'nosuch'"))
    for wrong in [["++"], ["+"], ["-"], ["+a", "-a"], ["--nosuch"], ["+line\nbreak"], ["+"], [""]] {
      let outcome = try bench.begin(["tag", "last"] + wrong).finish()
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(wrong): \(outcome)")
    }
    #expect(try bench.jx("note", "last", "one").status == 0)
    #expect(try bench.jx("note", "last", "two \"2\"", "--append").status == 0)
    #expect(try bench.jx("note", "last").output == "one\ntwo \"2\"\n")
    #expect(try bench.jx("note", "last", "").status == 0)
    #expect(try bench.jx("note", "last").output == "\n")
    #expect(try bench.jx("note", "last", "--append").status == 64)
    let run = try bench.jx("run", "tiny.yaml", "--tag", "-x")
    #expect(run.status == 64 && bench.runFolders().count == 1, "\(run)")
  }

  @Test("delete puts aside, restore takes back, gc removes for good after asking")
  func deletion() throws {
    let bench = try Self.benchWithRun()
    let id = try #require(bench.runFolders().first)
    let nothing = try bench.jx("gc")
    #expect(
      nothing.status == 0 && nothing.output.hasPrefix("nothing to remove; snapshots take "), "\(nothing)")
    let deleted = try bench.jx("delete", "tiny")
    #expect(deleted.status == 0 && deleted.output.contains("jx restore \(id)"))
    #expect(try bench.jx("runs").output.contains("no runs yet"))
    #expect(try bench.jx("runs", "--deleted").output.contains(" tiny "))
    #expect(try bench.jx("show", "last").status == 66)
    #expect(try bench.jx("restore", String(id.prefix(5))).output == "run \(id) is back\n")
    #expect(try bench.jx("runs", "--json").output.contains(id))
    let none = try bench.jx("restore", "last")
    #expect(none.status == 66 && none.errors.contains("has no deleted runs"))
    #expect(try bench.jx("delete", "last", "nosuch").status == 66)
    #expect(try bench.jx("runs", "--json").output.contains(id))

    #expect(try bench.jx("delete", "last").status == 0)
    let plan = try bench.jx("gc", "--dry-run")
    #expect(
      plan.status == 0 && plan.output.contains("\(id)/") && plan.output.contains("would free "), "\(plan)")
    let unasked = try bench.jx("gc")
    #expect(unasked.status == 64 && unasked.errors.contains("--yes"))
    #expect(bench.runFolders() == [id])
    let outcome = try bench.jx("gc", "--yes", "--json")
    let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(
      report?["dry_run"] as? Bool == false && (report?["freed_bytes"] as? Int ?? 0) > 1000, "\(outcome)")
    #expect(bench.runFolders().isEmpty)
    #expect(try bench.jx("runs", "--deleted").output == "no deleted runs\n")
  }

  @Test("gc leaves a run alone that is being trained, and delete refuses it")
  func live() throws {
    let bench = try Workbench.withRecordings()
    let run = try bench.begin(["run", "tiny.yaml", "--set", "train.epochs=100000"])
    #expect(run.waits(for: "epoch 1/100000 "))
    let plan = try bench.jx("gc", "--dry-run")
    #expect(plan.status == 0 && !plan.output.contains(" goes "), "\(plan)")
    #expect(plan.output.contains("a process works on the run"), "\(plan)")
    let refused = try bench.jx("delete", "last")
    #expect(refused.status == 1 && refused.errors.contains("is being worked on"))
    run.send(SIGINT)
    #expect(run.finish().status == 130)
  }
}
