public import Charts
internal import Metrics

/// Pictures of recorded runs.
public struct RunCharts {
  /// Where the runs are recorded.
  public let registry: Registry

  /// Pictures of a registry's runs.
  public init(registry: Registry) { self.registry = registry }

  /// The confusion matrix of a run's newest evaluation on a split, by clips.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` without an evaluation on it.
  public func confusion(
    of id: RunID, split: Split, scale: ConfusionChart.Scale, order: ClassOrder
  ) throws -> ConfusionChart {
    let details = try registry.details(of: id)
    let evaluation = try ReportedEvaluation(of: details, split: split, in: registry)
    let (places, boundaries) = order.arrangement(of: details.classes, evaluation.confusion)
    return ConfusionChart(
      title: "\(details.displayName): \(evaluation.title)", classes: details.classes.map(Self.readable),
      counts: evaluation.confusion.counts, scale: scale, order: places, boundaries: boundaries)
  }

  /// Loss and accuracy of runs by epoch: validation drawn through, training dashed, the best epoch set apart.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` where no run has finished an epoch.
  public func curves(of ids: [RunID]) throws -> CurvesChart {
    var series: [String: [CurvesChart.Series]] = [:]
    var names: [String] = []
    for (index, id) in ids.enumerated() {
      let details = try registry.details(of: id)
      names.append(details.displayName)
      let epochs = try registry.epochs(of: id)
      let loss = MetricKey(.validation, "loss")
      let best = epochs.filter { $0.metrics[loss]?.isFinite == true }
        .min { ($0.metrics[loss] ?? 0) < ($1.metrics[loss] ?? 0) }
      for (panel, key) in Self.curveKeys {
        let samples = epochs.compactMap { epoch in
          epoch.metrics[key].map { CurvesChart.Sample(x: Double(epoch.epoch), y: $0) }
        }
        guard !samples.isEmpty else { continue }
        let isTraining = key.split == .train
        let name = (ids.count > 1 ? details.displayName + ", " : "") + key.split.rawValue
        series[panel, default: []].append(
          CurvesChart.Series(
            name: name, colourIndex: ids.count > 1 ? index : isTraining ? 1 : 0, isDashed: isTraining,
            samples: samples, markedX: isTraining ? nil : best.map { Double($0.epoch) }))
      }
    }
    let panels = [("Loss", nil), ("Accuracy of clips", 0.0...1.0), ("Accuracy of examples", 0.0...1.0)]
      .compactMap { title, range in
        series[title].map { CurvesChart.Panel(title: title, range: range, series: $0) }
      }
    guard !panels.isEmpty else {
      throw ExperimentError(
        .invalidData, found: "\(names.joined(separator: ", ")): no epoch is finished yet",
        expected: "a run with one epoch at least")
    }
    return CurvesChart(title: names.joined(separator: ", "), panels: panels)
  }

  /// Recall of each class with Wilson's 95 % interval, lowest first; classes without clips at the end.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` without an evaluation on the split.
  public func classes(of id: RunID, split: Split) throws -> ClassBarsChart {
    let details = try registry.details(of: id)
    let evaluation = try ReportedEvaluation(of: details, split: split, in: registry)
    let figures = evaluation.confusion.classes.sorted {
      ($0.recall ?? 2, details.classes[$0.classIndex]) < ($1.recall ?? 2, details.classes[$1.classIndex])
    }
    let bars = figures.map { figure in
      let share = try? BinomialProportion(successes: figure.truePositives, trials: figure.support)
      let interval = (try? share?.wilson()).map { $0.lower...$0.upper }
      return ClassBarsChart.Bar(
        name: Self.readable(details.classes[figure.classIndex]), value: figure.recall, interval: interval,
        remark: figure.support > 0 ? "\(figure.truePositives) of \(figure.support)" : "no clips")
    }
    return ClassBarsChart(
      title: "\(details.displayName): \(evaluation.title)", quantity: "Recall by clips, 95 % interval",
      bars: bars)
  }

  /// How far the confidence in the predicted class can be trusted, by clips: mean probability against being right.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` where the newest evaluation on the split kept no scores.
  public func calibration(of id: RunID, split: Split) throws -> ReliabilityChart {
    let (details, evaluation, scores) = try scores(of: id, split: split)
    let table = try scores.table(at: .clip, .mean)
    let reliability: Reliability
    do throws(MetricsError) {
      reliability = try table.scores.reliability(labels: table.labels, binning: .equalWidth)
    } catch { throw ExperimentError(error) }
    return ReliabilityChart(
      title: "\(details.displayName): \(evaluation.title)",
      remark: "clips, mean probability; expected calibration error "
        + ReportSections.number(reliability.expectedError),
      bins: reliability.bins.map { bin in
        ReliabilityChart.Bin(
          range: bin.lower...bin.upper, confidence: bin.meanConfidence ?? 0,
          accuracy: bin.observedFrequency ?? 0,
          count: bin.count)
      })
  }

  /// Precision against recall of every class with clips, lowest average precision first.
  ///
  /// - Throws: ``ExperimentError/Code/invalidData`` where the newest evaluation on the split kept no scores.
  public func precisionRecall(of id: RunID, split: Split) throws -> PrecisionRecallChart {
    let (details, evaluation, scores) = try scores(of: id, split: split)
    let table = try scores.table(at: .clip, evaluation.record?.aggregation ?? .sumOfSquares)
    let rankings: [ClassRanking]
    do throws(MetricsError) {
      let labels = try LabelSets(labels: table.labels, classCount: table.scores.classCount)
      rankings = try table.scores.rankings(labels: labels)
    } catch { throw ExperimentError(error) }
    let curves = rankings.compactMap { ranking in
      ranking.averagePrecision.map { area in
        PrecisionRecallChart.Curve(
          name: Self.readable(details.classes[ranking.classIndex]), averagePrecision: area,
          recall: ranking.points.map { Double($0.truePositives) / Double(ranking.positiveCount) },
          precision: ranking.points.map(\.precision))
      }
    }
    return PrecisionRecallChart(
      title: "\(details.displayName): \(evaluation.title)",
      curves: curves.sorted { ($0.averagePrecision, $0.name) < ($1.averagePrecision, $1.name) })
  }

  private func scores(
    of id: RunID, split: Split
  ) throws -> (RunDetails, ReportedEvaluation, ExampleScores) {
    let details = try registry.details(of: id)
    let evaluation = try ReportedEvaluation(of: details, split: split, in: registry)
    guard let file = evaluation.record?.scores else {
      throw ExperimentError(
        .invalidData, found: "run \(id) keeps no scores of the \(split.rawValue) split",
        remedy: "jx eval \(id) --split \(split.rawValue)")
    }
    return (details, evaluation, try ScoreFile.read(file, in: registry.folderPath(of: id)))
  }

  /// Panels by title, and the figures they show.
  private static let curveKeys: [(String, MetricKey)] = [
    ("Loss", MetricKey(.train, "loss")), ("Loss", MetricKey(.validation, "loss")),
    ("Accuracy of clips", MetricKey(.validation, "accuracy")),
    ("Accuracy of examples", MetricKey(.train, "example_accuracy")),
    ("Accuracy of examples", MetricKey(.validation, "example_accuracy")),
  ]

  /// A class's name as people write it: `Turdus merula` for `Turdus_merula`.
  static func readable(_ name: String) -> String { name.replacing("_", with: " ") }
}

extension RunDetails {
  /// The name with the id, or the id alone.
  var displayName: String { name.isEmpty ? "\(id)" : "\(name) (\(id))" }
}
