import Audio
import Foundation
import Metrics
import Testing

@testable import Experiments

@Suite("Predictions and Classifier")
struct PredictionFileTests {
  private static func trained() throws -> (TinyTraining, RunID) {
    let tiny = try TinyTraining()
    return (tiny, try tiny.start(["train.epochs=3"]).id)
  }

  private static func read(_ path: String) throws -> [[String]] {
    var reader = try CSVReader(path: path)
    var rows: [[String]] = []
    while let record = try reader.next() { rows.append(record.fields) }
    return rows
  }

  @Test("the predictions list every clip of the test split with its class, scores and the class they make")
  func predictions() throws {
    let (tiny, id) = try Self.trained()
    let record = try #require(try tiny.registry.evaluations(of: id).first)
    let file = try #require(record.predictions)
    #expect(file.path == "predictions/test-\(record.snapshot.fileStem).csv")
    let folder = tiny.registry.folderPath(of: id)
    let rows = try Self.read(folder + "/" + file.path)
    #expect(
      rows.first == [
        "path", "recording", "class", "predicted", "examples", "label", "score_0", "score_1", "score_2",
      ])
    let test = try Self.read(folder + "/split.csv").filter { $0.contains("test") }.map { $0[0] }
    #expect(rows.dropFirst().map { $0[0] } == test && test.count == 3)
    var right = 0
    for row in rows.dropFirst() {
      let scores = try row[6...].map { try #require(Double($0)) }
      let predicted = try #require(scores.firstIndex(of: scores.max() ?? 0))
      #expect(row[2] == String(row[0].prefix { $0 != "/" }))
      #expect(row[1] == String(row[0].dropFirst(row[2].count + 1).dropLast(4)))
      #expect(row[3] == ToneFolder.classNames[predicted])
      #expect(row[5] == ToneFolder.classNames.firstIndex(of: row[2]).map { String($0) })
      #expect(row[4] == "2")
      if row[2] == row[3] { right += 1 }
    }
    #expect(record.metrics["accuracy"] == Double(right) / 3)
    #expect(record.clipCount == 3 && record.exampleCount == 6)
  }

  /// Float32 sums in batches of another size differ in the last digits, hence 1e-5.
  @Test("a classifier gives each recording the scores that the evaluation wrote")
  func classifier() throws {
    let (tiny, id) = try Self.trained()
    let record = try #require(try tiny.registry.evaluations(of: id).first)
    let path = try #require(record.predictions?.path)
    let classifier = try Classifier(of: id, in: tiny.registry)
    #expect(classifier.classes == ToneFolder.classNames)
    #expect(classifier.snapshot.position == record.snapshot)
    for row in try Self.read(tiny.registry.folderPath(of: id) + "/" + path).dropFirst() {
      var answers: [SpanAnswer] = []
      try RecordingQuery(classifier, top: 3).answer(path: tiny.data.path + "/" + row[0]) {
        answers.append($0)
      }
      let best = try #require(answers.first?.candidates)
      #expect(best.count == 3 && classifier.classes[best[0].classIndex] == row[3])
      for ranked in best {
        let written = try #require(Double(row[6 + ranked.classIndex]))
        #expect(abs(ranked.score - written) <= 1e-5 * max(1e-3, written))
      }
      #expect(best.map(\.score) == best.map(\.score).sorted(by: >))
      #expect(answers.count == 1 && answers[0].answer == best[0].classIndex)
    }
  }

  @Test("a classifier takes any number of examples, in batches of any size")
  func batches() throws {
    let (tiny, id) = try Self.trained()
    let whole = try Classifier(of: id, in: tiny.registry, batchSize: 32)
    let single = try Classifier(of: id, in: tiny.registry, batchSize: 1)
    let examples = try whole.frontEnd.examples(ofFile: tiny.data.path + "/low/low1.wav")
    let (first, second) = (try whole.probabilities(of: examples), try single.probabilities(of: examples))
    #expect(first.rowCount == 2)
    for (left, right) in zip(first.values, second.values) { #expect(abs(left - right) < 1e-5) }
    for row in 0..<2 { #expect(abs(first.row(row).reduce(0, +) - 1) < 1e-12) }
  }
}
