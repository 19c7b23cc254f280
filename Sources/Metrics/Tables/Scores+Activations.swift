#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Scores {
  /// Probabilities from logits, each class on its own: `1 / (1 + e⁻ˣ)`.
  public func sigmoid() -> Scores {
    Scores(
      checked: values.map(LogOdds.probability(of:)), classCount: classCount, classNames: classNames,
      isProbability: true)
  }

  /// Probabilities from logits, every row summing to 1: `eˣ / Σ eˣ`.
  public func softmax() -> Scores {
    var result = values
    Self.softmax(&result, classCount: classCount)
    return Scores(checked: result, classCount: classCount, classNames: classNames, isProbability: true)
  }

  /// Probabilities from single-precision logits as ``sigmoid()`` or ``softmax()`` gives them, in the memory of one table.
  ///
  /// - Throws: as ``init(_:classCount:classNames:)-([Float],_,_)`` does.
  public static func probabilities(
    ofLogits logits: [Float], classNames: [String], isSoftmax: Bool
  ) throws(MetricsError) -> Scores {
    // An empty table refuses what is wrong with the names; the values are looked at below.
    let empty = try Scores([Double](), classCount: classNames.count, classNames: classNames)
    guard logits.count.isMultiple(of: empty.classCount), logits.allSatisfy(\.isFinite) else {
      return try Scores(logits, classCount: empty.classCount, classNames: classNames)
    }
    var values = logits.map(Double.init)
    if isSoftmax {
      softmax(&values, classCount: empty.classCount)
    } else {
      for index in values.indices { values[index] = LogOdds.probability(of: values[index]) }
    }
    return Scores(checked: values, classCount: empty.classCount, classNames: classNames, isProbability: true)
  }

  private static func softmax(_ values: inout [Double], classCount: Int) {
    for start in stride(from: 0, to: values.count, by: classCount) {
      let range = start..<(start + classCount)
      let largest = values[range].reduce(-Double.infinity, max)
      var sum = 0.0
      for index in range {
        values[index] = exp(values[index] - largest)
        sum += values[index]
      }
      for index in range { values[index] /= sum }
    }
  }

  /// Logits from probabilities, each class on its own: `ln(p / (1 − p))` with p kept within
  /// `LogOdds.leastProbability` of 0 and 1.
  ///
  /// - Throws: `MetricsError.notProbability` where a score lies outside 0…1.
  public func logOdds() throws(MetricsError) -> Scores {
    try requireProbabilities(for: "log-odds")
    return Scores(
      checked: values.map(LogOdds.clamped(of:)), classCount: classCount, classNames: classNames,
      isProbability: false)
  }

  /// Logarithms of probabilities, which softmax turns back into them (made to sum to 1); p is kept above
  /// `LogOdds.leastProbability`.
  ///
  /// - Throws: `MetricsError.notProbability` where a score lies outside 0…1.
  public func logarithms() throws(MetricsError) -> Scores {
    try requireProbabilities(for: "logarithms of probabilities")
    return Scores(
      checked: values.map { log(max($0, LogOdds.leastProbability)) }, classCount: classCount,
      classNames: classNames, isProbability: false)
  }

  /// Refuses a table that is not made of probabilities, naming the first such score.
  func requireProbabilities(for purpose: String) throws(MetricsError) {
    guard !isProbability else { return }
    let index = values.firstIndex { !($0 >= 0 && $0 <= 1) } ?? 0
    throw MetricsError(
      .notProbability,
      found: "score \(values[index]) in row \(index / classCount), class \(index % classCount)",
      expected: "a probability in 0…1 for \(purpose)",
      remedy: "Turn logits into probabilities with a sigmoid or softmax first.")
  }
}
