import Testing

@testable import Experiments

@Suite("Changes of data")
struct DataChangesTests {
  private static func list(_ files: [(String, String)]) -> DataList {
    DataList(
      files: files.map { DataList.File(path: $0.0, byteCount: $0.1.utf8.count, digest: SHA256.hash($0.1)) })
  }

  @Test("tells changed, removed and new files apart")
  func kinds() {
    let then = Self.list([("a/1.wav", "one"), ("a/2.wav", "two"), ("b/1.wav", "three")])
    let now = Self.list([("a/1.wav", "one"), ("a/3.wav", "two"), ("b/1.wav", "other")])
    let changes = DataChanges(from: then, to: now)
    #expect(changes == DataChanges(changed: ["b/1.wav"], removed: ["a/2.wav"], added: ["a/3.wav"]))
    #expect(
      "\(changes)" == "1 file changed (b/1.wav), 1 file is gone (a/2.wav), 1 file is new (a/3.wav)")
    #expect("\(DataChanges(from: then, to: then))".isEmpty && !DataChanges(from: then, to: then).concernsRun)
  }

  @Test("names five files and counts the others")
  func many() {
    let then = Self.list((1...8).map { ("a/\($0).wav", "\($0)") })
    #expect(
      "\(DataChanges(from: then, to: Self.list([])))"
        == "8 files are gone (a/1.wav, a/2.wav, a/3.wav, a/4.wav, a/5.wav and 3 more)")
  }
}
