import Experiments
import Testing

@Suite("CheckpointSource")
struct CheckpointSourceTests {
  @Test(
    "reads and writes its forms",
    arguments: [
      ("none", CheckpointSource.none), ("google", .google), ("jibjib", .jibjib),
      ("a/b", .file(path: "a/b")), ("x.safetensors", .file(path: "x.safetensors")),
      ("./google", .file(path: "./google")),
      ("run:ab", .run("ab", snapshot: .best)), ("run:last", .run("last", snapshot: .best)),
      ("run:ab@last", .run("ab", snapshot: .last)), ("run:ab@7", .run("ab", snapshot: .epoch(7))),
    ])
  func forms(text: String, source: CheckpointSource) {
    #expect(CheckpointSource(text) == source)
    #expect(source.description == text)
  }

  @Test(
    "refuses the rest",
    arguments: [
      "", "Google", "word", "run:", "run:@best", "run:a@", "run:a@0", "run:a@-1", "run:a@first", "run:a@b@1",
    ])
  func refused(text: String) {
    #expect(CheckpointSource(text) == nil)
  }

  @Test("the default snapshot may be said")
  func best() {
    #expect(CheckpointSource("run:ab@best") == .run("ab", snapshot: .best))
  }
}
