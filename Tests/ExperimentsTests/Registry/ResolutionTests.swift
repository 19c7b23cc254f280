import Testing

@testable import Experiments

@Suite("Resolution of runs")
struct ResolutionTests {
  private let folder: TemporaryFolder
  private let registry: Registry

  init() throws {
    folder = try TemporaryFolder()
    registry = try Registry(directory: folder.path)
    for (id, name) in [
      ("4f2a0000", "first"), ("4f2b0000", "second"), ("aaaa0000", "second"), ("aaaa1111", "4f"),
      ("bbbb0000", ""),
    ] {
      let details = RunDetails(
        SampleRun.make(name: name), id: try #require(RunID(id)), createdAt: .nowToMillisecond())
      try registry.write { db in _ = try RunRows.insert(details, db) }
    }
  }

  @Test(
    "takes ids, unique beginnings, the newest of a name, and last",
    arguments: [
      ("4f2a0000", "4f2a0000"), ("4f2a", "4f2a0000"), ("b", "bbbb0000"), ("first", "4f2a0000"),
      ("second", "aaaa0000"), ("4f", "aaaa1111"), ("last", "bbbb0000"),
    ])
  func resolves(text: String, id: String) throws {
    #expect(try registry.resolve(text).text == id)
  }

  @Test("lists the runs that an ambiguous beginning fits")
  func ambiguous() {
    #expect { _ = try registry.resolve("4f2") } throws: { error in
      guard let error = error as? ExperimentError else { return false }
      return error.code == .ambiguousRun && error.found.contains("4f2a0000 (first)")
        && error.found.contains("4f2b0000 (second)")
    }
  }

  @Test("suggests the nearest name", arguments: [("secnd", "second"), ("fist", "first"), ("lst", "last")])
  func suggests(text: String, name: String) {
    #expect { _ = try registry.resolve(text) } throws: { error in
      guard let error = error as? ExperimentError else { return false }
      return error.code == .missingRun && error.expected.contains("'\(name)'")
    }
  }

  @Test(
    "finds nothing for what is none of them",
    arguments: ["", "*", "4f2a0000x", "'; DROP TABLE runs", "cc", "%"])
  func missing(text: String) {
    #expect { _ = try registry.resolve(text) } throws: { ($0 as? ExperimentError)?.code == .missingRun }
  }
}
