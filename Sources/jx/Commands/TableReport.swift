internal import Experiments
internal import Foundation
internal import Metrics

/// The figures of a table of scores that belongs to no run.
struct TableReport {
  private let evaluation: Evaluation

  /// Reads and evaluates a table.
  init(path: String) throws {
    let table = try ScoreTable(path: path)
    evaluation = try Evaluation(labels: table.labels, scores: table.scores)
  }

  /// Prints every figure; as CSV a row a class.
  func print(as format: OutputFormat) throws {
    switch format {
    case .json: Output.result(try JSONObject.encoded(evaluation, isSnakeCase: true))
    case .csv: Output.result(try classes.rendered(as: .csv))
    case .table:
      Output.line("\(evaluation.rowCount) rows, \(evaluation.confusion.classCount) classes")
      Output.result(figures.table)
      Output.result(classes.table)
      let absent = evaluation.classesWithoutPositives
      if !absent.isEmpty {
        Output.line(
          "classes without rows, in no average over classes: "
            + absent.map(String.init).joined(separator: ", "))
      }
    }
  }

  private var figures: Listing {
    var listing = Listing("figure", "value")
    for metric in Metric.allCases {
      listing.append(.text(metric.rawValue), .figure(metric.rawValue, evaluation[metric]))
    }
    for top in evaluation.topK where top.k == 10 {
      listing.append(.text("top_10_accuracy"), .percentage(top.accuracy))
    }
    return listing
  }

  private var classes: Listing {
    var listing = Listing("class", "rows", "recall", "precision", "F1", "AUROC", "AP")
    for figures in evaluation.classes {
      let index = figures.classIndex
      listing.append(
        .integer(index), .integer(figures.support), .optional(percentage: figures.recall),
        .optional(percentage: figures.precision), .optional(percentage: figures.f1),
        .optional(evaluation.ranking.auroc[index], digits: 4),
        .optional(evaluation.ranking.averagePrecision[index], digits: 4))
    }
    return listing
  }
}

extension Listing.Cell {
  /// A figure by its name: shares as percentages, losses, errors, correlations and areas as numbers.
  static func figure(_ name: String, _ value: Double?) -> Listing.Cell {
    let isShare = ["accuracy", "precision", "f1", "recall"].contains { name.hasSuffix($0) }
    return isShare ? .optional(percentage: value) : .optional(value, digits: 4)
  }
}
