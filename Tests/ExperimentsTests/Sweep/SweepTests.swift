import Foundation
import Testing

@testable import Experiments

@Suite("A sweep's trials")
struct SweepTests {
  private static func sweep(_ yaml: String, _ overrides: [String] = []) throws -> Sweep {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s.yaml"
    try Data(("data: {folder: a}\ntrain: {epochs: 9}\n" + yaml).utf8).write(to: URL(filePath: path))
    return try Sweep(path: path, overrides: overrides)
  }

  @Test("of a grid are all combinations, the last key changing fastest")
  func grid() throws {
    let sweep = try Self.sweep(
      "sweep: {parameters: {train.learning_rate: [1e-4, 1e-3], model.frozen: [[], [conv1, conv2]], seed: [1, 2]}}"
    )
    #expect(sweep.trials.count == 8 && sweep.group == "s-sweep")
    #expect(
      sweep.trials.prefix(3).map { $0.values.map(\.value) } == [
        ["1e-4", "[]", "1"], ["1e-4", "[]", "2"], ["1e-4", "[conv1, conv2]", "1"],
      ])
    let last = try sweep.resolved(sweep.trials[7]).config
    #expect(last.name == "s-t008" && last.seed == 2 && last.train.learningRate == 1e-3)
    #expect(last.model.frozen == ["conv1", "conv2"] && last.train.epochs == 9)
  }

  @Test("by chance follow from seed, number and key alone, and fill their range evenly")
  func random() throws {
    func text(_ more: String) -> String {
      "sweep: {method: random, trials: 400, seed: 4, parameters: {train.learning_rate: {log: [1e-5, 1e-1]}\(more)}}"
    }
    let sweep = try Self.sweep(text(""))
    let rates = try sweep.trials.map { try Double(sweep.resolved($0).config.train.learningRate) }
    #expect(rates.allSatisfy { (1e-5...1e-1).contains($0) })
    // A quarter of the trials in each decade: 100, with a deviation of 9.
    for decade in -5 ..< -1 {
      let count = rates.filter { (pow(10, Double(decade))..<pow(10, Double(decade + 1))).contains($0) }.count
      #expect((60...140).contains(count))
    }
    let more = try Self.sweep(
      text(", model.hidden_units: {integer: [10, 12]}, train.loss: [sigmoid, softmax]"))
    #expect(more.trials.map { $0.values[0] } == sweep.trials.map { $0.values[0] })
    let units = try more.trials.map { try more.resolved($0).config.model.hiddenUnits }
    #expect(Set(units) == [10, 11, 12])
    #expect(try Self.sweep(text(""), ["sweep.trials=3"]).trials == Array(sweep.trials.prefix(3)))
    #expect(try Self.sweep(text(""), ["sweep.seed=5"]).trials[0].values != sweep.trials[0].values)
  }

  @Test("halving lets one in η go on for η times the epochs")
  func rounds() {
    var config = SweepConfig()
    config.method = .halving
    let rounds = SweepRound.all(config, trials: 27, epochs: 20)
    #expect(rounds.map(\.trialCount) == [27, 9, 3, 1])
    #expect(rounds.map(\.epochs) == [1, 3, 9, nil])
    #expect(SweepRound.all(config, trials: 1, epochs: 20) == [SweepRound(trialCount: 1, epochs: nil)])
    #expect(SweepRound.all(config, trials: 5, epochs: 1) == [SweepRound(trialCount: 5, epochs: nil)])
    config.method = .grid
    #expect(SweepRound.all(config, trials: 5, epochs: 9) == [SweepRound(trialCount: 5, epochs: nil)])
  }

  @Test(
    "that can't be meant are refused with their place",
    arguments: [
      ("", "no section sweep"), ("sweep: {}", "sweep.parameters is missing"),
      ("sweep: {parameters: {}}", "sweep.parameters is empty"),
      ("sweep: {parameters: {train.learnig_rate: [1]}}", "Did you mean 'train.learning_rate'"),
      ("sweep: {parameters: {train.epochs: {log: [1, 2]}}}", "is a range, in a grid"),
      ("sweep: {method: random, parameters: {train.epochs: {log: [0, 2]}}}", "train.epochs is a mapping"),
      ("sweep: {parameters: {train.epochs: []}}", "train.epochs is a list"),
      ("sweep: {parameters: {train.epochs: [1, zwei]}}", "train.epochs is 'zwei'"),
      ("sweep: {methud: grid, parameters: {seed: [1]}}", "Did you mean 'method'"),
      ("sweep: {method: halving, first_epochs: 10, parameters: {seed: [1]}}", "sweep.first_epochs 10 of 9"),
    ])
  func refused(yaml: String, message: String) {
    let error = #expect(throws: ExperimentError.self) { try Self.sweep(yaml) }
    let text = ([error].compactMap { $0 } + (error?.others ?? [])).map(\.description).joined()
    #expect(text.contains(message), "\(text)")
  }

  @Test("a config with a sweep is no run, unless the sweep is passed over")
  func notARun() throws {
    let bytes = Array("data: {folder: a}\nsweep: {parameters: {seed: [1]}}".utf8)
    let error = #expect(throws: ExperimentError.self) { try RunConfig.parse(bytes, path: "x.yaml") }
    #expect(error?.description.contains("jx sweep x.yaml") == true)
    #expect(error?.description.hasPrefix("x.yaml:2:1") == true)
  }

  @Test("values are written so that they read back as they were")
  func writtenValues() throws {
    let text = "[1e-4, 'a, b', yes, \"no\", [x, 'y z'], {k: 'v: w', l: null}]"
    let node = try #require(try ConfigDocument.parse(text) { _, _ in .default })
    let back = try #require(try ConfigDocument.parse(node.yaml) { _, _ in .default })
    #expect(back.yaml == node.yaml)
    #expect(node.yaml == #"[1e-4, "a, b", yes, "no", [x, "y z"], {k: "v: w", l: null}]"#)
  }
}
