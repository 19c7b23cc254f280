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
    return "\(record.target): \(percent("accuracy")) of \(record.clipCount) clips, "
      + "\(percent("example_accuracy")) of \(record.exampleCount) examples, loss \(loss), "
      + "snapshot of \(record.snapshot)"
  }

  /// Every figure of an evaluation.
  static func figures(_ record: EvaluationRecord) -> Listing {
    var listing = Listing("figure", "value")
    for (name, value) in record.metrics.sorted(by: { $0.key < $1.key }) {
      listing.append(.text(name), .number(value, digits: 4))
    }
    return listing
  }

  /// A row a class: clips, recall and precision.
  static func classListing(_ record: EvaluationRecord, classes: [String]) -> Listing {
    var listing = Listing("class", "clips", "recall", "precision")
    let supports = record.confusions["clips"]?.supports
    func cell(_ name: String, _ index: Int) -> Listing.Cell {
      let value = record.classMetrics[name]?[index]
      return .optional(percentage: value.flatMap { $0.isNaN ? nil : $0 })
    }
    for (index, name) in classes.enumerated() {
      listing.append(
        .text(name), supports.map { .integer($0[index]) } ?? .missing, cell("recall", index),
        cell("precision", index))
    }
    return listing
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
