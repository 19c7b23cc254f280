internal import Experiments
internal import Foundation
internal import Metrics

/// Evaluations as lines and listings.
enum EvaluationText {
  /// `test: 83.8 % of 80 clips, 71.5 % of 400 examples, loss 0.9121, snapshot of epoch 12`.
  static func line(_ record: EvaluationRecord) -> String {
    func percent(_ name: String) -> String {
      record.metrics[name].map { ($0 * 100).formatted(digits: 1) + " %" } ?? "–"
    }
    let loss = record.metrics["loss"].map { $0.formatted(digits: 4) } ?? "–"
    if record.metrics["subset_accuracy"] != nil {
      return
        "\(record.target): classes said exactly in \(percent("subset_accuracy")) of \(record.clipCount) clips, "
        + "macro F1 \(percent("macro_f1")), micro F1 \(percent("micro_f1")), loss \(loss), "
        + "snapshot of \(record.snapshot)"
    }
    return "\(record.target): \(percent("accuracy")) of \(record.clipCount) clips, "
      + "\(percent("example_accuracy")) of \(record.exampleCount) examples, loss \(loss), "
      + "snapshot of \(record.snapshot)"
  }

  /// How often the clips had been looked at before, in a line; empty for clips that are there to be looked at.
  static func looks(_ looks: [Look]) -> String {
    guard let last = looks.last else { return "" }
    let count = looks.count == 1 ? "once" : "\(looks.count) times"
    return
      "these clips were looked at \(count) before, last on \(DateText.short(last.date)) by run \(last.run)\n"
  }

  /// Every figure of an evaluation, a column a level.
  static func figures(_ record: EvaluationRecord) -> Listing {
    var listing = Listing("figure", "clips", "recordings", "examples")
    let names =
      Metric.allCases.map(\.rawValue) + ["top_10_accuracy"] + MultiLabelEvaluation.ownNames
      + BackgroundFigures.names + ["loss"]
    for name in names {
      let values = [EvaluationLevel.clip, .recording, .example].map { level in
        // The training loss is the one figure that is of examples and has no prefix.
        name == "loss"
          ? (level == .example ? record.metrics[name] : nil) : record.metrics[level.prefix + name]
      }
      guard values.contains(where: { $0 != nil }) else { continue }
      listing.rows.append(
        [.text(name)] + values.map { .figure(name, $0.flatMap { $0.isNaN ? nil : $0 }) })
    }
    return listing
  }

  /// A row a class: clips and the figures of its clips.
  static func classListing(_ record: EvaluationRecord, classes: [String]) -> Listing {
    var listing = Listing("class", "clips", "recall", "precision", "F1", "AUROC", "AP")
    let supports = record.confusions["clips"]?.supports ?? record.classMetrics["rows"]?.map { Int($0) }
    func value(_ name: String, _ index: Int) -> Double? {
      record.classMetrics[name].flatMap { $0[index].isNaN ? nil : $0[index] }
    }
    for (index, name) in classes.enumerated() {
      listing.append(
        .text(name), supports.map { .integer($0[index]) } ?? .missing,
        .optional(percentage: value("recall", index)), .optional(percentage: value("precision", index)),
        .optional(percentage: value("f1", index)), .optional(value("auroc", index), digits: 4),
        .optional(value("average_precision", index), digits: 4))
    }
    return listing
  }

  /// The classes that no average over classes counts, in a line; empty where every class has clips.
  static func classesWithoutClips(_ record: EvaluationRecord, classes: [String]) -> String {
    let absent = record.confusions["clips"]?.classesWithoutPositives ?? []
    guard !absent.isEmpty else { return "" }
    return "classes without clips, in no average over classes: "
      + absent.map { classes[$0] }.joined(separator: ", ") + "\n"
  }

  /// The classes that were missed most often where others were said that are not there, a line a pair; empty without any.
  static func mistakes(_ confusion: MultiLabelConfusion, classes: [String], limit: Int = 5) -> String {
    let pairs = confusion.mostMistaken(limit: limit)
    guard !pairs.isEmpty else { return "" }
    return Style.bold("most often missed with another one said that is not there") + "\n"
      + pairs.map { pair in
        "\(classes[pair.missed]) missed, \(classes[pair.invented]) said: \(pair.count) clips\n"
      }.joined()
  }

  /// The most frequent confusions, a line each; empty without any.
  static func confusions(_ record: EvaluationRecord, classes: [String], limit: Int = 5) -> String {
    let pairs = record.confusions["clips"]?.mostConfused(limit: limit) ?? []
    guard !pairs.isEmpty else { return "" }
    return Style.bold("most confused") + "\n"
      + pairs.map { pair in
        "\(classes[pair.label]) taken for \(classes[pair.prediction]): \(pair.count) clips, "
          + "\((pair.share * 100).formatted(digits: 0)) % of the class\n"
      }.joined()
  }
}
