import Testing

@testable import Experiments

@Suite("More epochs for a run with a schedule")
struct ScheduleContinuationTests {
  private static let cosine = ["train.schedule={kind: cosine, minimum: 1e-5}"]

  private static func rates(_ tiny: TinyTraining, _ id: RunID) throws -> [Double] {
    try tiny.registry.epochs(of: id).map(\.learningRate)
  }

  @Test("must say what becomes of it, and shows the curves")
  func asks() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.cosine)
    let error = try #require(throws: ExperimentError.self) { try tiny.resume(id, epochs: 4) }
    #expect(error.code == .invalidConfig && error.found.contains("nothing says what becomes of it"))
    for choice in ScheduleContinuation.allCases {
      #expect(error.expected.contains("--schedule \(choice.rawValue)"), "\(error)")
    }
    #expect(error.expected.split(separator: "\n").filter { $0.contains("1.0e-3 █") }.count == 3, "\(error)")
    #expect(error.remedy == "jx resume \(id) --epochs 4 --schedule keep")
    #expect(try tiny.registry.details(of: id).attempts.count == 1)
  }

  @Test(
    "keeps, stretches or restarts it, killed in between or not",
    arguments: ScheduleContinuation.allCases)
  func continues(choice: ScheduleContinuation) throws {
    let tiny = try TinyTraining()
    var results: [RunResult] = []
    var found: [Double] = []
    for limit in [Int.max, 0, 3] {
      let (id, _) = try tiny.start(Self.cosine)
      let outcome = try tiny.resume(id, epochs: 4, schedule: choice, stop: StopWatch(after: limit))
      if outcome == .interrupted { #expect(try tiny.resume(id) == .finished) }
      results.append(try tiny.result(of: id))
      found = try Self.rates(tiny, id)
      let extensions = try tiny.registry.details(of: id).extensions
      #expect(extensions == [RunExtension(firstEpoch: 3, plannedEpochs: 4, schedule: choice)])
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    #expect(found.count == 4)
    switch choice {
    case .keep: #expect(found.suffix(2).allSatisfy { Float($0) == 1e-5 })
    case .stretch: #expect(found[1] < found[2] && found[2] > found[3] && found[3] > 1e-5)
    case .restart: #expect(found.suffix(2) == found.prefix(2))
    }
  }

  @Test("refuses what a schedule or a run can't do")
  func refusals() throws {
    let tiny = try TinyTraining()
    let (constant, _) = try tiny.start()
    let (stopped, _) = try tiny.start(Self.cosine, stop: StopWatch(after: 2))
    let (stepped, _) = try tiny.start(["train.schedule={kind: step, every: 1}"])
    let cases: [(RunID, Int?, ScheduleContinuation, String)] = [
      (constant, 4, .restart, "a constant learning rate"), (stopped, 4, .restart, "is interrupted"),
      (stepped, 4, .stretch, "such a schedule"), (stopped, nil, .keep, "without another number of epochs"),
    ]
    for (id, epochs, schedule, text) in cases {
      let error = try #require(throws: ExperimentError.self) {
        try tiny.resume(id, epochs: epochs, schedule: schedule)
      }
      #expect(error.code == .invalidConfig && error.description.contains(text), "\(error)")
    }
    #expect(try tiny.resume(constant, epochs: 3) == .finished)
    #expect(try tiny.resume(stopped, epochs: 3, schedule: .stretch) == .finished)
    // As a run planned for three epochs from the beginning, but for the batches before the stop.
    #expect(
      try Self.rates(tiny, stopped).last
        == Self.rates(tiny, tiny.start(Self.cosine + ["train.epochs=3"]).id).last)
  }

  @Test("is restored from the run's folder")
  func rebuilt() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.cosine)
    try tiny.resume(id, epochs: 3, schedule: .restart)
    let details = try RunFolder(path: tiny.registry.folderPath(of: id)).readDetails()
    #expect(details.extensions == (try tiny.registry.details(of: id).extensions))
    #expect(details.extensions.count == 1)
  }
}
