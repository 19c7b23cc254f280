import Metrics
import Testing

@Suite("Figures beside a background class")
struct BackgroundFiguresTests {
  @Test("are those of a matrix counted by hand")
  func byHand() throws {
    // Classes a, b, noise; rows are true classes.
    let confusion = try ConfusionMatrix(counts: [6, 1, 1, 0, 4, 0, 2, 0, 8], classCount: 3)
    let figures = BackgroundFigures(confusion, background: 2)
    #expect(figures.recall == 0.8)
    let precision = 8.0 / 9
    #expect(figures.precision == precision)
    let accuracy = 10.0 / 12
    #expect(figures.accuracy == accuracy)
    #expect(figures.balancedAccuracy == 0.875)
    // a: 2 · 6 / (8 predicted + 8); b: 2 · 4 / (5 + 4).
    let macroF1 = (0.75 + 8.0 / 9) / 2
    #expect(abs((figures.macroF1 ?? 0) - macroF1) < 1e-15)
    #expect(figures.named.map(\.name) == BackgroundFigures.names)
    #expect(figures.named.first?.value == 0.8)
  }

  @Test("are left out where there are no rows")
  func empty() throws {
    let onlyNoise = BackgroundFigures(
      try ConfusionMatrix(counts: [0, 0, 0, 3], classCount: 2), background: 1)
    #expect(onlyNoise.recall == 1 && onlyNoise.accuracy == nil && onlyNoise.macroF1 == nil)
    let noNoise = BackgroundFigures(
      try ConfusionMatrix(counts: [2, 0, 0, 0], classCount: 2), background: 1)
    #expect(noNoise.recall == nil && noNoise.precision == nil && noNoise.accuracy == 1)
  }
}
