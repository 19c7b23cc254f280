import Metrics
import Testing

/// The averaged precision, recall and F1 of a fixture, three numbers each.
struct AveragesReference: Decodable {
  var macro: [Double]
  var weighted: [Double]
  var micro: [Double]

  func expect(
    macro: AveragedFigures?, weighted: AveragedFigures?, micro: AveragedFigures?, _ name: String
  ) {
    for (what, found, expected) in [
      ("macro", macro, self.macro), ("weighted", weighted, self.weighted), ("micro", micro, self.micro),
    ] {
      expectClose(
        [found?.precision, found?.recall, found?.f1], expected, "\(name): \(what) precision, recall, F1")
    }
  }
}
