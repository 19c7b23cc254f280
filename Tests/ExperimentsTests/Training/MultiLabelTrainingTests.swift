import Foundation
import Metrics
import Net
import Testing

@testable import Experiments

@Suite("Training on clips of several classes")
struct MultiLabelTrainingTests {
  /// A manifest of a folder's clips in which every third has the next class, too.
  private static func manifest(_ tiny: TinyTraining) throws -> [String] {
    let catalogue = try Catalogue.scan(folder: tiny.data.path)
    var text = "path,label\n"
    for clip in 0..<catalogue.count {
      let index = catalogue.classIndex(of: clip)
      let second = clip % 3 == 0 ? ";" + catalogue.classes[(index + 1) % catalogue.classes.count] : ""
      text += "\(catalogue.relativePath(of: clip)),\(catalogue.classes[index])\(second)\n"
    }
    let path = "\(tiny.data.path)/several.csv"
    try AtomicFile.write(text, to: path)
    return ["data.folder=null", "data.manifest=\(path)", "train.loss=sigmoid"]
  }

  private static func evaluation(_ tiny: TinyTraining) -> RunEvaluation {
    RunEvaluation(
      registry: tiny.registry, cache: tiny.cache, compute: ComputeConfig(), isCancelled: { false },
      observe: { _ in })
  }

  @Test("every class of a clip is a target, and class weights count their mean")
  func targets() throws {
    let tiny = try TinyTraining()
    let preparation = try tiny.preparation(try Self.manifest(tiny))
    let examples = try preparation.loadExamples(
      cache: tiny.cache, isCancelled: { false }, progress: { _, _ in })
    let set = try #require(examples.set(.train))
    let count = preparation.catalogue.classes.count
    let weights = (0..<count).map { Float($0 + 1) }
    let all = Array(0..<set.count)
    let batch = BatchComposer(set: set, classCount: count, classWeights: weights).labels(of: all[...])
    for example in all {
      let clip = set.place(of: example).clip
      let labels = Set(preparation.catalogue.labels(of: clip))
      let targets = Array(batch.targets[(example * count)..<((example + 1) * count)])
      #expect(targets == (0..<count).map { labels.contains($0) ? 1 : 0 })
      #expect(batch.weights[example] == labels.reduce(0) { $0 + weights[$1] } / Float(labels.count))
    }
    #expect(Set(all.map { set.labels(of: $0).count }) == [1, 2])
  }

  @Test("is evaluated by what is said of each class, stops and goes on with the same bits")
  func run() throws {
    let tiny = try TinyTraining()
    let overrides = try Self.manifest(tiny)
    let (id, outcome) = try tiny.start(overrides)
    #expect(outcome == .finished)
    let record = try #require(try tiny.registry.evaluations(of: id).last)
    let file = try #require(record.scores)
    let scores = try ScoreFile.read(file, in: tiny.registry.folderPath(of: id))
    #expect(scores.isMultiLabel && scores.clips.contains { $0.allLabels.count == 2 })
    // By hand: the sigmoid of the mean logits of a clip against one half.
    var (row, exact) = (0, 0)
    let count = scores.classes.count
    for clip in scores.clips {
      let said = (0..<count).filter { index in
        (0..<clip.exampleCount).reduce(0.0) { $0 + Double(scores.logits[(row + $1) * count + index]) } >= 0
      }
      row += clip.exampleCount
      if said == clip.allLabels { exact += 1 }
    }
    #expect(record.metrics["subset_accuracy"] == Double(exact) / Double(scores.clips.count))
    #expect(record.metrics["accuracy"] == nil && record.confusions.isEmpty)
    #expect(
      record.classMetrics["rows"]?.reduce(0, +) == Double(scores.clips.reduce(0) { $0 + $1.allLabels.count }))
    #expect(throws: ExperimentError.self) { try scores.table(at: .clip, .mean).evaluation() }
    let epoch = try #require(try tiny.registry.epochs(of: id).last)
    #expect(epoch.metrics[MetricKey(.validation, "subset_accuracy")] != nil)

    let other = TinyTraining(data: tiny.data, sharing: tiny)
    let (stopped, interrupted) = try other.start(overrides, stop: StopWatch(after: 3))
    #expect(interrupted == .interrupted)
    #expect(try other.resume(stopped) == .finished)
    #expect(try tiny.result(of: stopped) == tiny.result(of: id))
  }

  @Test("thresholds of each class, once fitted, are what evaluations go by")
  func thresholds() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(try Self.manifest(tiny))
    let evaluation = Self.evaluation(tiny)
    #expect(throws: ExperimentError.self) {
      try evaluation.calibrate(id, method: .temperature, goal: .bestF1)
    }
    let (rule, _) = try evaluation.calibrate(id, method: .none, goal: .bestF1)
    let record = try evaluation.evaluate(id, split: .validation)
    let file = try #require(record.scores)
    let scores = try ScoreFile.read(file, in: tiny.registry.folderPath(of: id))
    let table = try scores.judged(at: .clip, by: MultiLabelRule(rule, classCount: scores.classes.count))
    #expect(table.thresholds != MultiLabelRule(classCount: scores.classes.count).thresholds)
    #expect(record.metrics["macro_f1"] == (try table.evaluation().macro?.f1))
    let fitted = try #require(rule.thresholds).classes
    for (index, figures) in try table.evaluation().classes.enumerated() where fitted[index] != nil {
      #expect(figures.f1 == fitted[index]?.f1)
    }
    #expect(try tiny.registry.multiLabelConfusion(of: record, run: id)?.classes.count == scores.classes.count)
  }

  @Test("two runs are compared by the clips whose classes are said exactly")
  func comparison() throws {
    let tiny = try TinyTraining()
    let overrides = try Self.manifest(tiny)
    let first = try tiny.start(overrides).id
    let second = try tiny.start(overrides + ["train.learning_rate=1e-2"]).id
    let comparison = try RunComparison([first, second], in: tiny.registry)
    let figure = try #require(comparison.figures.first { $0.name == "test.subset_accuracy" })
    let values = figure.values.compactMap { $0 }
    #expect(values.count == 2 && comparison.pair == nil && comparison.ranking == nil)
    #expect(abs((try #require(comparison.exactDifference)).estimate - (values[1] - values[0])) < 1e-12)
  }

  @Test(
    "what has no meaning there is refused",
    arguments: [
      (["train.loss=softmax"], "softmax"), (["data.cap=3"], "cap"),
      (["snapshots.best_by=validation.accuracy"], "validation.accuracy"),
    ])
  func refused(overrides: [String], found: String) throws {
    let tiny = try TinyTraining()
    let manifest = try Self.manifest(tiny)
    let error = #expect(throws: ExperimentError.self) { try tiny.preparation(manifest + overrides) }
    #expect(error?.found.contains(found) == true && error?.found.contains("several labels") == true)
  }
}
