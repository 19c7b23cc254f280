import Foundation
import Testing

@testable import Experiments

@Suite("The reference of keys")
struct ConfigReferenceTests {
  static let text =
    (try? String(
      contentsOf: repositoryRoot.appendingPathComponent("docs/configuration.md"), encoding: .utf8)) ?? ""

  @Test("has a row with range and default for every key", arguments: RunConfig.keys)
  func row(key: ConfigKey) throws {
    let row = try #require(
      ConfigReferenceTests.text.split(separator: "\n").first { $0.hasPrefix("| `\(key.key)` |") })
    // Within a cell, Markdown wants a vertical bar and what looks like HTML escaped.
    let cells = row.replacingOccurrences(of: "\\|", with: "\u{0}").split(separator: "|").map {
      $0.replacingOccurrences(of: "\u{0}", with: "|").replacingOccurrences(of: "\\<", with: "<")
        .trimmingCharacters(in: .whitespaces)
    }
    try #require(cells.count == 4)
    #expect(cells[1] == key.allowed)
    #expect(cells[2] == key.defaultValue.map { "`\($0)`" } ?? "none")
    #expect(!cells[3].isEmpty)
  }

  @Test("has no row for a key that is not there")
  func strays() {
    let rows = ConfigReferenceTests.text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let keys = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(keys == RunConfig.keys.map(\.key))
  }

  @Test("covers whatever a config writes")
  func flattened() throws {
    let splits: [SplitConfig] = [
      .random(validation: 0.1, test: 0.1), .folds(count: 3, test: 1, validation: .fold(2)),
      .foldsByPattern(pattern: "(a)", test: "x", validation: .fraction(0.1)), .manifest(path: "m"),
      .column(name: "c"),
    ]
    let known = Set(RunConfig.keys.map(\.key))
    var written: Set<String> = []
    for split in splits {
      let config = RunConfig(name: "x", data: DataConfig(folder: "a", split: split))
      written.formUnion(config.flattened.map(\.key))
    }
    let shapes: [ScheduleConfig.Shape] = [
      .cosine(minimum: 0), .step(every: 1, factor: 1), .milestones([1], factor: 1), .plateau(PlateauRule()),
    ]
    for shape in shapes {
      var config = RunConfig(name: "x", data: DataConfig(folder: "a"))
      config.train.schedule.shape = shape
      config.train.earlyStopping = EarlyStoppingConfig()
      config.augment.noise = NoiseConfig()
      written.formUnion(config.flattened.map(\.key))
    }
    #expect(written == known)
  }
}
