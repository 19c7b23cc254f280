import Testing

@testable import Experiments

@Suite("Folds")
struct FoldTests {
  private static let catalogue = Result {
    try DataFolder.catalogue(
      (0..<6).map { index in
        ("c\(index)", DataFolder.clips("c\(index)", slices: (0..<(5 + 4 * index)).map { 1 + ($0 * 7) % 5 }))
      })
  }

  @Test("every clip is tested in exactly one of the folds", arguments: [2, 3, 5, 10])
  func partition(count: Int) throws {
    let catalogue = try Self.catalogue.get()
    var tested = [Int](repeating: 0, count: catalogue.count)
    for test in 1...count {
      let split = try SplitAssignment.make(
        catalogue, rule: .folds(count: count, test: test, validation: .none), seed: 9)
      #expect(split.leaks(in: catalogue).isEmpty)
      for clip in split.clips(in: .test) { tested[clip] += 1 }
    }
    #expect(tested.allSatisfy { $0 == 1 })
  }

  @Test("folds have a like number of each class's clips")
  func balance() throws {
    let catalogue = try Self.catalogue.get()
    let folds = try Folds(dealing: catalogue, count: 5, seed: 2)
    for index in catalogue.classes.indices {
      let clips = catalogue.clips(ofClass: index)
      for fold in 0..<5 {
        let count = clips.count { folds[$0] == fold }
        // Recordings have at most 5 clips.
        #expect(abs(Double(count) - Double(clips.count) / 5) <= 5)
      }
    }
  }

  @Test("small classes do not all miss the same folds")
  func smallClasses() throws {
    let catalogue = try DataFolder.catalogue(
      (0..<30).map { ("c\($0)", DataFolder.clips("c\($0)", slices: [3, 3])) })
    let folds = try Folds(dealing: catalogue, count: 5, seed: 0)
    // Each fold has 36 clips on average, with a standard deviation of 8.
    for fold in 0..<5 { #expect((9...63).contains((0..<catalogue.count).count { folds[$0] == fold })) }
  }

  @Test("validation comes from the training folds: a fraction by recording, or a fold of its own")
  func validation() throws {
    let catalogue = try Self.catalogue.get()
    let plain = try SplitAssignment.make(
      catalogue, rule: .folds(count: 5, test: 2, validation: .none), seed: 4)
    let fraction = try SplitAssignment.make(
      catalogue, rule: .folds(count: 5, test: 2, validation: .fraction(0.2)), seed: 4)
    #expect(fraction.clips(in: .test) == plain.clips(in: .test))
    #expect(fraction.leaks(in: catalogue).isEmpty)
    let share = Double(fraction.count(of: .validation)) / Double(plain.count(of: .train))
    #expect(abs(share - 0.2) < 0.08)
    let fold = try SplitAssignment.make(
      catalogue, rule: .folds(count: 5, test: 2, validation: .fold(3)), seed: 4)
    let third = try SplitAssignment.make(
      catalogue, rule: .folds(count: 5, test: 3, validation: .none), seed: 4)
    #expect(fold.clips(in: .test) == plain.clips(in: .test))
    #expect(fold.clips(in: .validation) == third.clips(in: .test))
  }

  @Test("a class whose only recording is tested stops, with its counts")
  func noTraining() throws {
    let catalogue = try DataFolder.catalogue([
      ("few", DataFolder.clips("few", slices: [4])), ("many", DataFolder.clips("many", slices: [2, 2, 2])),
    ])
    let folds = try Folds(dealing: catalogue, count: 3, seed: 0)
    let error = try #require(throws: ExperimentError.self) {
      try SplitAssignment.make(
        catalogue, rule: .folds(count: 3, test: folds[0] + 1, validation: .none), seed: 0)
    }
    #expect(error.code == .invalidData)
    #expect(error.found.contains("'few' has no training clip: of its 1 recordings"))
    #expect(error.found.contains("1 in test (4 clips)"))
    #expect(!error.remedy.isEmpty)
  }

  @Test("folds by file name are those of the names")
  func pattern() throws {
    let catalogue = try DataFolder.catalogue(
      [
        ("dog", ["1-100-A.ogg", "1-100-B.ogg", "2-300-A.ogg", "10-7-A.ogg"]),
        ("rain", ["1-5-A.ogg", "2-6-A.ogg"]),
      ],
      pattern: "^\\d+-(?<recording>\\d+)-")
    let split = try SplitAssignment.make(
      catalogue, rule: .foldsByPattern(pattern: "^(\\d+)-", test: "1", validation: .none), seed: 0)
    #expect(
      split.clips(in: .test).map { catalogue.name(of: $0) } == ["1-100-A.ogg", "1-100-B.ogg", "1-5-A.ogg"])
    #expect(split.count(of: .train) == 3)
    #expect(try Folds(naming: catalogue, by: FoldPattern("^(?<fold>\\d+)-")).names == ["1", "10", "2"])
  }

  @Test("a recording in two named folds is a leak: an error, or a warning on request")
  func leak() throws {
    let catalogue = try DataFolder.catalogue(
      [("dog", ["1-100-A.ogg", "2-100-B.ogg", "2-300-A.ogg"]), ("rain", ["1-5-A.ogg", "2-6-A.ogg"])],
      pattern: "^\\d-(?<recording>\\d+)-")
    let rule = SplitConfig.foldsByPattern(pattern: "^(\\d)-", test: "1", validation: .none)
    let error = try #require(throws: ExperimentError.self) {
      try SplitAssignment.make(catalogue, rule: rule, seed: 0)
    }
    #expect(error.found.contains("'100' (train, test): 'dog/2-100-B.ogg' and 'dog/1-100-A.ogg'"))
    let allowed = try SplitAssignment.make(catalogue, rule: rule, seed: 0, allowLeaks: true)
    #expect(allowed.warnings == [.leaks(allowed.leaks(in: catalogue))])
  }

  @Test(
    "folds that cannot be are refused at their place",
    arguments: [
      (SplitConfig.folds(count: 1, test: 1, validation: .none), "data.split.folds.count"),
      (.folds(count: 5, test: 6, validation: .none), "data.split.folds.test"),
      (.folds(count: 5, test: 0, validation: .none), "data.split.folds.test"),
      (.folds(count: 5, test: 1, validation: .fold(1)), "data.split.folds.validation"),
      (.folds(count: 5, test: 1, validation: .fold(9)), "data.split.folds.validation"),
      (.folds(count: 5, test: 1, validation: .fraction(1)), "data.split.validation"),
      (.foldsByPattern(pattern: "^c", test: "1", validation: .none), "data.split.folds.pattern"),
      (.foldsByPattern(pattern: "^((", test: "1", validation: .none), "data.split.folds.pattern"),
      (.foldsByPattern(pattern: "^x(\\d)", test: "1", validation: .none), "data.split.folds.pattern"),
      (.foldsByPattern(pattern: "^c(\\d)", test: "8", validation: .none), "data.split.folds.test"),
      (.random(validation: 0.5, test: 0.5), "data.split"),
      (.random(validation: -0.1, test: 0.5), "data.split"),
      (.random(validation: .nan, test: 0.1), "data.split"),
    ])
  func refusals(rule: SplitConfig, place: String) throws {
    let catalogue = try Self.catalogue.get()
    let error = try #require(throws: ExperimentError.self) {
      try SplitAssignment.make(catalogue, rule: rule, seed: 0)
    }
    #expect(error.place == place)
  }

  @Test("a split that no class can fill is an error, not an empty split")
  func emptySplit() throws {
    let catalogue = try DataFolder.catalogue([("a", ["a_1.wav", "a_2.wav"]), ("b", ["b_1.wav"])])
    let error = try #require(throws: ExperimentError.self) {
      try SplitAssignment.make(catalogue, rule: .random(validation: 0.1, test: 0.1), seed: 0)
    }
    #expect(error.found.contains("the validation split is empty"))
    #expect(error.remedy.contains("data.recording"))
  }
}
