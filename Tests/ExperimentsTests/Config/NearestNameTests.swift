import Testing

@testable import Experiments

@Suite("NearestName")
struct NearestNameTests {
  @Test(
    "counts insertions, deletions, replacements and swaps",
    arguments: [
      ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
      ("epochs", "epoch", 1),
      ("flaw", "lawn", 2),
    ])
  func distance(a: String, b: String, distance: Int) {
    #expect(NearestName.editDistance(Array(a), Array(b)) == distance)
    #expect(NearestName.editDistance(Array(b), Array(a)) == distance)
  }

  @Test(
    "finds what was meant, and nothing where nothing is near",
    arguments: [
      ("learnig_rate", "learning_rate"), ("learningRate", "learning_rate"), ("LOSS", "loss"),
      ("lsos", "loss"),
      ("batchsize", "batch_size"), ("momentum", nil), ("x", nil), (String(repeating: "loss", count: 50), nil),
    ])
  func suggestion(name: String, expected: String?) {
    let keys = ["epochs", "batch_size", "learning_rate", "loss"]
    #expect(NearestName.suggestion(for: name, among: keys) == expected)
  }
}
