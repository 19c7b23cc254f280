internal import Experiments
internal import Foundation
internal import Metrics

/// The rules by which examples become clips, side by side on stored scores.
struct AggregationReport {
  private let rules: [(rule: Aggregation, evaluation: Evaluation)]
  private let present: Aggregation

  /// Judges rules on the clips of an evaluation.
  ///
  /// - Parameters:
  ///   - rules: which.
  ///   - scores: of the validation split.
  ///   - present: the run's rule.
  init(_ rules: [Aggregation], scores: ExampleScores, present: Aggregation) throws {
    self.rules = try rules.map { ($0, try scores.table(at: .clip, $0).evaluation()) }
    self.present = present
  }

  /// The rule with the most clips right; of equal ones that with the largest mean average precision, then the first.
  var best: Aggregation? {
    rules.max { left, right in
      func key(_ evaluation: Evaluation) -> (Double, Double) {
        (evaluation.accuracy, evaluation.ranking.macroAveragePrecision ?? 0)
      }
      return key(left.evaluation) < key(right.evaluation)
    }?.rule
  }

  /// A row a rule.
  var listing: Listing {
    var listing = Listing("aggregation", "accuracy", "macro F1", "cmap", "AUROC", "log loss", "used")
    for (rule, evaluation) in rules {
      listing.append(
        .text(rule.name), .percentage(evaluation.accuracy), .percentage(evaluation.macro.f1),
        .optional(evaluation.ranking.macroAveragePrecision, digits: 4),
        .optional(evaluation.ranking.macroAUROC, digits: 4), .optional(evaluation.logLoss, digits: 4),
        .flag(rule == present))
    }
    return listing
  }
}
