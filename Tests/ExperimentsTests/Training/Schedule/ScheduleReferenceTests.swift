import Foundation
import Testing

@testable import Experiments

/// Numbers that `Tests/Fixtures/training/generate.py` wrote.
struct ScheduleFixture: Decodable {
  struct Course: Decodable, CustomTestStringConvertible {
    var name: String
    var schedule: String
    var base: Double
    var epochs: Int
    var batches: Int
    var rates: [Double]
    var testDescription: String { name }
  }

  struct Plateau: Decodable, CustomTestStringConvertible {
    var name: String
    var schedule: String
    var base: Double
    var figures: [Double?]
    var rates: [Double]
    var testDescription: String { name }
  }

  struct Stop: Decodable, CustomTestStringConvertible {
    var name: String
    var rule: String
    var figures: [Double]
    var stopped: Int?
    var bestEpoch: Int
    var testDescription: String { name }
  }

  struct Weights: Decodable {
    struct Effective: Decodable {
      var beta: Double
      var weights: [Double]
    }

    var counts: [Int]
    var inverse: [Double]
    var effective: [Effective]
  }

  var courses: [Course]
  var plateaus: [Plateau]
  var stops: [Stop]
  var classWeights: Weights

  /// The fixture; empty if it can't be read, which a test notices.
  static let shared: ScheduleFixture? = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let path = repositoryRoot.appending(path: "Tests/Fixtures/training/schedules.json")
    return (try? Data(contentsOf: path)).flatMap { try? decoder.decode(ScheduleFixture.self, from: $0) }
  }()
}

@Suite("Learning rates, early stops and class weights beside PyTorch, Keras and scikit-learn")
struct ScheduleReferenceTests {
  private static func train(_ overrides: [String]) throws -> TrainConfig {
    try readConfig("data: {folder: a}", overrides: overrides).config.train
  }

  @Test("the fixture is there")
  func fixture() throws {
    let fixture = try #require(ScheduleFixture.shared)
    #expect(fixture.courses.count == 8 && fixture.plateaus.count == 3 && fixture.stops.count == 4)
  }

  @Test("every step has PyTorch's learning rate", arguments: ScheduleFixture.shared?.courses ?? [])
  func courses(course: ScheduleFixture.Course) throws {
    let schedule = LearningRateSchedule(
      base: course.base, config: try Self.train(["train.schedule=\(course.schedule)"]).schedule,
      span: ScheduleSpan(epochs: course.epochs), batchCount: course.batches)
    #expect(course.rates.count == course.epochs * course.batches)
    for (step, expected) in course.rates.enumerated() {
      let rate = schedule.rate(epoch: step / course.batches + 1, batch: step % course.batches)
      // PyTorch multiplies from step to step.
      #expect(abs(rate - expected) <= 1e-12 * course.base, "step \(step): \(rate), not \(expected)")
    }
  }

  @Test("a plateau lowers it as ReduceLROnPlateau does", arguments: ScheduleFixture.shared?.plateaus ?? [])
  func plateaus(plateau: ScheduleFixture.Plateau) throws {
    let schedule = try Self.train(["train.schedule=\(plateau.schedule)"]).schedule
    guard case .plateau(let rule) = schedule.shape else {
      Issue.record("no plateau")
      return
    }
    var state = PlateauState(rate: plateau.base)
    var rates = [state.rate]
    for figure in plateau.figures {
      state.observe(figure ?? .nan, rule: rule)
      // What a snapshot keeps is enough.
      state = try JSONDecoder().decode(PlateauState.self, from: JSONEncoder().encode(state))
      rates.append(state.rate)
    }
    #expect(Set(rates).count > 3)
    #expect(rates == plateau.rates)
  }

  @Test("a training stops in the epoch in which Keras's does", arguments: ScheduleFixture.shared?.stops ?? [])
  func stops(stop: ScheduleFixture.Stop) throws {
    let rule = try #require(try Self.train(["train.early_stopping=\(stop.rule)"]).earlyStopping)
    var state = EarlyStoppingState()
    var stopped: Int?
    for (index, figure) in stop.figures.enumerated() where stopped == nil {
      state.observe(figure, epoch: index + 1, rule: rule)
      state = try JSONDecoder().decode(EarlyStoppingState.self, from: JSONEncoder().encode(state))
      if state.isOver(rule) { stopped = index + 1 }
    }
    #expect(stopped == stop.stopped)
    #expect(state.bestEpoch == stop.bestEpoch)
  }

  @Test("a figure that is no number never counts as an improvement")
  func notANumber() {
    var state = EarlyStoppingState()
    let rule = EarlyStoppingConfig(patience: 2)
    for (epoch, figure) in [Double.nan, 1, .nan, .nan].enumerated() {
      state.observe(figure, epoch: epoch + 1, rule: rule)
    }
    #expect(state.best == 1 && state.bestEpoch == 2 && state.isOver(rule))
  }

  @Test("classes have scikit-learn's balanced weights, or those of Cui et al.")
  func classWeights() throws {
    let reference = try #require(ScheduleFixture.shared?.classWeights)
    let classes = reference.counts.map { "class of \($0)" }
    func expect(_ found: [Float]?, _ expected: [Double]) {
      let found = found ?? []
      #expect(found.count == expected.count)
      for (value, reference) in zip(found, expected) {
        #expect(abs(Double(value) - reference) < 1e-6 * reference)
      }
    }
    let weights = ClassWeights.balance(.inverse)
    expect(weights.factors(classes: classes, counts: reference.counts, beta: 0), reference.inverse)
    for effective in reference.effective {
      let weights = ClassWeights.balance(.effective)
      let factors = weights.factors(classes: classes, counts: reference.counts, beta: effective.beta)
      expect(factors, effective.weights)
    }
    let given = ClassWeights.given([.init("class of 30", 2.5)])
    #expect(given.factors(classes: classes, counts: reference.counts, beta: 0) == [1, 1, 2.5, 1, 1])
    #expect(
      ClassWeights.balance(.none).factors(classes: classes, counts: reference.counts, beta: 0) == nil)
  }
}
