import Foundation
import Metrics
import Testing

@Suite("Evaluation: properties")
struct EvaluationPropertyTests {
  /// A random table: few distinct values for `distinct` small, so that ties abound.
  private func table(rows: Int, classes: Int, distinct: Int, seed: UInt64) throws -> ([Int], Scores) {
    var random = TestRandom(seed: seed)
    let labels = (0..<rows).map { _ in Int.random(in: 0..<classes, using: &random) }
    let values = (0..<(rows * classes)).map { _ in
      Double(Int.random(in: 0..<distinct, using: &random)) / Double(distinct)
    }
    return (labels, try Scores(values, classCount: classes))
  }

  private func expectSame(_ left: Evaluation, _ right: Evaluation) {
    for metric in Metric.allCases {
      // Only the order of summation differs.
      expectClose(left[metric], right[metric], within: 1e-12, metric.rawValue)
    }
  }

  @Test("The order of rows does not matter", arguments: [2, 5, 1000])
  func rowOrder(distinct: Int) throws {
    let (labels, scores) = try table(rows: 70, classes: 6, distinct: distinct, seed: 1)
    var random = TestRandom(seed: 2)
    let order = Array(0..<70).shuffled(using: &random)
    let shuffled = try Evaluation(labels: order.map { labels[$0] }, scores: scores.selecting(rows: order))
    let original = try Evaluation(labels: labels, scores: scores)
    expectSame(shuffled, original)
    #expect(shuffled.confusion == original.confusion)
  }

  @Test("The order of classes does not matter where none tie")
  func classOrder() throws {
    var random = TestRandom(seed: 3)
    let labels = (0..<60).map { _ in Int.random(in: 0..<5, using: &random) }
    let rows = (0..<60).map { _ in (0..<5).map { _ in Double.random(in: 0...1, using: &random) } }
    let order = [3, 0, 4, 1, 2]
    let original = try Evaluation(labels: labels, scores: Scores(rows: rows))
    let relabelled = try Evaluation(
      labels: labels.map { label in order.firstIndex(of: label) ?? 0 },
      scores: Scores(rows: rows.map { row in order.map { row[$0] } }))
    expectSame(relabelled, original)
    #expect(relabelled.ranking.auroc == order.map { original.ranking.auroc[$0] })
    #expect(relabelled.classes.map(\.f1) == order.map { original.classes[$0].f1 })
  }

  @Test("Increasing functions of the scores leave rankings alone")
  func monotone() throws {
    let (labels, scores) = try table(rows: 90, classes: 4, distinct: 12, seed: 4)
    let stretched = try Scores(scores.values.map { 1e6 * ($0 - 0.5) * abs($0 - 0.5) }, classCount: 4)
    let sets = try LabelSets(labels: labels, classCount: 4)
    #expect(
      try RankingFigures(labels: sets, scores: scores) == RankingFigures(labels: sets, scores: stretched))
    #expect(scores.predictions() == stretched.predictions())
  }

  @Test("Counts at every threshold are those of a plain loop", arguments: [1, 3, 40, 100_000])
  func naiveCounts(distinct: Int) throws {
    var random = TestRandom(seed: UInt64(distinct))
    // Over 600 orders of magnitude and both signs, so that buckets of scores are filled most unevenly.
    let values = (0..<1400).map { index in
      let size = Double(Int.random(in: 0..<distinct, using: &random)) / Double(distinct) - 0.3
      return index.isMultiple(of: 3) ? size * pow(10, Double(index % 600) - 300) : size
    }
    let scores = try Scores(values, classCount: 2)
    let labels = (0..<700).map { _ in Int.random(in: 0...1, using: &random) }
    let rankings = try scores.rankings(labels: LabelSets(labels: labels, classCount: 2))
    for ranking in rankings {
      let column = (0..<700).map { (score: scores[$0, ranking.classIndex], label: labels[$0]) }
      let positives = column.filter { $0.label == ranking.classIndex }.map(\.score)
      let negatives = column.filter { $0.label != ranking.classIndex }.map(\.score)
      #expect(ranking.positiveCount == positives.count && ranking.negativeCount == negatives.count)
      #expect(ranking.points.map(\.threshold) == Set(positives).sorted(by: >))
      for point in ranking.points {
        #expect(point.truePositives == positives.count { $0 >= point.threshold })
        #expect(point.falsePositives == negatives.count { $0 >= point.threshold })
        #expect(point.tiedNegatives == negatives.count { $0 == point.threshold })
      }
      var wins = 0.0
      for positive in positives {
        for negative in negatives { wins += positive > negative ? 1 : positive == negative ? 0.5 : 0 }
      }
      #expect(ranking.auroc == wins / Double(positives.count * negatives.count))
    }
  }

  @Test("Stored as JSON and read back, the same, in either style of keys")
  func coding() throws {
    // A perfect table too: its d′ is infinite, which JSON could not hold.
    let tables = [
      try table(rows: 20, classes: 12, distinct: 30, seed: 5),
      ([0, 1], try Scores([1.0, 0, 0, 1], classCount: 2, classNames: ["robin", "wren"])),
    ]
    for (labels, scores) in tables {
      let evaluation = try Evaluation(labels: labels, scores: scores)
      let plain = try JSONEncoder().encode(evaluation)
      #expect(try JSONDecoder().decode(Evaluation.self, from: plain) == evaluation)
      let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
      encoder.keyEncodingStrategy = .convertToSnakeCase
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      #expect(try decoder.decode(Evaluation.self, from: encoder.encode(evaluation)) == evaluation)
    }
  }

  @Test("Top-k lists stop below the number of classes")
  func topK() throws {
    let (labels, scores) = try table(rows: 10, classes: 6, distinct: 50, seed: 6)
    let evaluation = try Evaluation(labels: labels, scores: scores)
    #expect(evaluation.topK.map(\.k) == [1, 3, 5])
    #expect(evaluation[.top3Accuracy] == evaluation.topK[1].accuracy)
    #expect(evaluation[.accuracy] == evaluation.topK[0].accuracy)
    #expect(try Evaluation(labels: [0], scores: Scores([1.0], classCount: 1)).topK.map(\.k) == [1])
    #expect(throws: MetricsError.self) { try scores.topKAccuracy(0, labels: labels) }
  }
}
