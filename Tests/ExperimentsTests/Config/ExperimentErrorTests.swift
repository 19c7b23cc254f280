import Experiments
import Testing

@Suite("ExperimentError")
struct ExperimentErrorTests {
  @Test("prints its parts in one line, and its company below")
  func description() {
    let bare = ExperimentError(.registry, found: "no table runs")
    #expect(bare.description == "no table runs")
    let full = ExperimentError(
      .invalidConfig, found: "seed is 'x'", expected: "a whole number", place: "c.yaml:1:7",
      remedy: "Write 1",
      others: [bare])
    #expect(
      full.description == "c.yaml:1:7: error: seed is 'x'; expected a whole number. Write 1\nno table runs")
  }
}
