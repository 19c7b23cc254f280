import Metrics
import Testing

/// The ranking figures of a fixture.
struct RankingReference: Decodable {
  var auroc: [Double?]
  var averagePrecision: [Double?]
  var macroAuroc: Double?
  var cmap: Double?
  var dPrime: Double?
  var coverageError: Double
  var oneError: Double?

  func expect(_ figures: RankingFigures, _ name: String) {
    expectClose(figures.auroc, auroc, "\(name): AUROC")
    expectClose(figures.averagePrecision, averagePrecision, "\(name): average precision")
    expectClose(figures.macroAUROC, macroAuroc, "\(name): macro AUROC")
    expectClose(figures.macroAveragePrecision, cmap, "\(name): cmAP")
    expectClose(figures.macroSensitivityIndex, dPrime, "\(name): d′")
    expectClose(figures.coverageError, coverageError, "\(name): coverage error")
    expectClose(figures.oneError, oneError, "\(name): one error")
  }
}
