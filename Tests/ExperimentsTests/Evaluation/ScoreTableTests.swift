import Metrics
import Testing

@testable import Experiments

@Suite("ScoreTable")
struct ScoreTableTests {
  private static func read(_ text: String) throws -> ScoreTable {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text, to: folder.path + "/scores.csv")
    return try ScoreTable(path: folder.path + "/scores.csv")
  }

  @Test("finds its columns wherever they stand and passes over others, with any line ends")
  func columns() throws {
    let plain = try Self.read("label,score_0,score_1\n1,0.25,-1e-3\n0,1,+.5\n")
    #expect(plain.labels == [1, 0] && plain.scores.values == [0.25, -1e-3, 1, 0.5])
    let mixed = try Self.read(
      "\u{feff}path,score_1,label,score_0,note\r\n\"a,b\n.wav\",2,0,1,x\r\n\r\n\"c\",4,1,3,\r\n")
    #expect(mixed.labels == [0, 1] && mixed.scores.values == [1, 2, 3, 4])
  }

  @Test(
    "refuses what is no table of scores, naming the line",
    arguments: [
      ("", ":1: error: an empty file"), ("label,score_0\n", ":1: error: no row"),
      ("score_0\n1\n", ":1: error: no column 'label'"), ("label\n1\n", "no column 'score_0'"),
      ("label,score_0,score_2\n", "no column 'score_1'"), ("label,label,score_0\n", "two columns 'label'"),
      ("label,score_0,score_0\n", "two columns 'score_0'"),
      ("label,score_0\n0,1\n0\n", ":3: error: 1 fields; expected 2"),
      ("label,score_0\n0,1,2\n", ":2: error: 3 fields; expected 2"),
      ("label,score_0\n1,1\n", ":2: error: label '1'; expected the index of a class, 0 to 0"),
      ("label,score_0\n-1,1\n", "label '-1'"), ("label,score_0\nbird,1\n", "label 'bird'"),
      ("label,score_0\n0,nan\n", ":2: error: score_0 'nan'"), ("label,score_0\n0,inf\n", "score_0 'inf'"),
      ("label,score_0\n0,0x1p3\n", "score_0 '0x1p3'"), ("label,score_0\n0,1e999\n", "score_0 '1e999'"),
      ("label,score_0\n0,\n", "score_0 ''"), ("label,score_0\n0,1.5.2\n", "score_0 '1.5.2'"),
      ("label,score_0\n0, 1\n", "score_0 ' 1'"), ("label,score_0\n\"0\n", "without its closing quote"),
    ])
  func refusals(text: String, message: String) throws {
    let error = try #require(throws: ExperimentError.self) { _ = try Self.read(text) }
    #expect(error.description.contains(message), "\(error)")
    #expect(error.code == .invalidData)
  }
}
